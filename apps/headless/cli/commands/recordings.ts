import { describeLocator } from '@adiuva/contracts';
import type { Recording, TranscriptFormat } from '@adiuva/contracts/rpc';
import { AppError } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { documentIds } from '../documentIds.ts';
import { followJob } from '../followJob.ts';
import { oneLine, printable } from '../output.ts';
import { createProgress } from '../progress.ts';
import { table } from '../table.ts';
import { writeText } from '../writeText.ts';

export interface ExportOptions {
  format: TranscriptFormat;
  output?: string;
}

export interface AgainOptions {
  model?: string;
  language?: string;
  speakers?: number;
}

export async function showRecording(context: CommandContext, target: string): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const recording = await engine.call('recordings.show', { documentId }, { signal: context.signal });
  context.result(recording, () => describe(recording));
}

export async function exportTranscript(
  context: CommandContext,
  target: string,
  { format, output }: ExportOptions,
): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const exported = await engine.call('recordings.export', { documentId, format }, { signal: context.signal });
  if (output !== undefined) await writeText(absolutePath(output), exported.text);
  context.result(exported, () =>
    output === undefined ? [printable(exported.text).replace(/\n$/, '')] : [`${oneLine(output)} written.`],
  );
}

/** Speakers are counted from 1, as they are shown. */
export async function nameSpeaker(
  context: CommandContext,
  [target = '', speaker = '', name]: readonly string[],
): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const { signal } = context;
  const shown = await engine.call('recordings.show', { documentId }, { signal });
  const recording = await engine.call(
    'recordings.nameSpeaker',
    { documentId, speaker: findSpeaker(shown, speaker), name: name ?? null },
    { signal },
  );
  context.result(recording, () => describe(recording));
}

export async function mergeSpeakers(
  context: CommandContext,
  [target = '', from = '', into = '']: readonly string[],
): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const { signal } = context;
  const shown = await engine.call('recordings.show', { documentId }, { signal });
  const recording = await engine.call(
    'recordings.mergeSpeakers',
    { documentId, from: findSpeaker(shown, from), into: findSpeaker(shown, into) },
    { signal },
  );
  context.result(recording, () => describe(recording));
}

export async function transcribeAgain(
  context: CommandContext,
  target: string,
  { model, language, speakers }: AgainOptions,
): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const options = {
    ...(model !== undefined && { model }),
    ...(language !== undefined && { language }),
    ...(speakers !== undefined && { diarize: true, speakers }),
  };
  const output = await engine.call(
    'recordings.transcribeAgain',
    { documentId, options },
    { signal: context.signal },
  );
  const link = await context.link();
  if (!link.isOwner()) {
    context.result(output, () => [`Waits its turn as job ${output.jobId}; see adiuva jobs.`]);
    return;
  }
  // Nobody would do it once this command has ended.
  await followJob(context, engine, output.jobId);
  const recording = await engine.call('recordings.show', { documentId }, { signal: context.signal });
  context.result({ ...output, recording }, () => describe(recording));
}

export async function summarise(
  context: CommandContext,
  target: string,
  { template }: { template: string },
): Promise<void> {
  const { engine, documentId } = await open(context, target);
  const progress = createProgress();
  const summary = await engine
    .call(
      'summaries.create',
      { documentId, templateId: template },
      {
        signal: context.signal,
        onEvent: ({ fraction }) => progress.update(Math.floor(fraction * 100), 100, 'summarising'),
      },
    )
    .finally(() => progress.end());
  context.result(summary, () =>
    summary.sections.flatMap(({ title, lines }) => [
      `${oneLine(title)}`,
      ...lines.map(({ text, evidence, isSupported, owner, due }) => {
        const [first] = evidence;
        const at = first ? describeTime(first) : '';
        const notes = [owner, due, isSupported ? at : 'not found in what was said'].filter(Boolean);
        return `  - ${oneLine(text)}${notes.length > 0 ? ` (${notes.map((note) => oneLine(String(note))).join(', ')})` : ''}`;
      }),
      '',
    ]),
  );
}

async function open(context: CommandContext, target: string) {
  const engine = await context.engine();
  const [documentId] = await documentIds(engine, target, context.signal);
  return { engine, documentId };
}

/** By the number that is shown, or by the name. @throws AppError `not_found` */
function findSpeaker({ speakers }: Recording, wanted: string): number {
  const byNumber = /^\d{1,4}$/.test(wanted) ? speakers[Number(wanted) - 1] : undefined;
  const found = byNumber ?? speakers.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found) return found.number;
  const known = speakers.map(({ name }, index) => `${index + 1} (${oneLine(name)})`).join(', ');
  throw new AppError(
    'not_found',
    `There is no speaker ${oneLine(wanted)} in this recording. There are: ${known || 'none'}.`,
  );
}

function describe(recording: Recording): string[] {
  const { title, path, durationMs, language, model, speakers, segments, edited, conflicts } = recording;
  return [
    oneLine(title),
    oneLine(path),
    [
      describeTime({ startMs: durationMs, endMs: durationMs }),
      language ?? 'no language',
      model,
      `${segments} segments`,
      ...(edited > 0 ? [`${edited} edited`] : []),
      ...(conflicts > 0 ? [`${conflicts} to decide`] : []),
    ].join(', '),
    ...table(
      ['', 'SPEAKER', 'SPEAKS', ''],
      speakers.map(({ name, speechMs, suggestion }, index) => [
        String(index + 1),
        oneLine(name),
        describeTime({ startMs: speechMs, endMs: speechMs }),
        suggestion ? `is it ${oneLine(suggestion.name)}?` : '',
      ]),
    ),
    ...recording.warnings.map(oneLine),
  ];
}

/** As a place in a recording is told everywhere. */
function describeTime({ startMs, endMs }: { startMs: number; endMs: number }): string {
  return describeLocator({ kind: 'time', part: 0, start: 0, end: 0, startMs, endMs });
}
