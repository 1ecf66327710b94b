import { randomBytes } from 'node:crypto';
import type { SummaryLine, SummaryTemplate } from '@adiuva/contracts/rpc';
import { AppError, throwIfAborted } from '#base';
import { estimateTokens } from '#chat';
import type { LanguageModel } from '#providers';
import { isSupported } from './lineSupport.ts';
import { parseSummary, type WrittenLine, type WrittenSection } from './parseSummary.ts';
import { type PromptOptions, type SummaryPrompt, summaryPrompt } from './summaryPrompt.ts';
import { type NumberedLine, packLines, renderLine, type SpokenLine } from './transcriptWindows.ts';

export interface SummariseOptions {
  model: LanguageModel;
  template: SummaryTemplate;
  /** ISO 639-1; null where it is not known. */
  language: string | null;
  lines: readonly SpokenLine[];
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

export interface SummarisedSection {
  title: string;
  lines: SummaryLine[];
}

/** Rounds of joining notes, each of which makes them several times shorter. */
const mostRounds = 4;

/**
 * A summary by a template, every point with the segments that it rests on. What does not fit the model's window goes
 * through it in stretches, whose notes are joined.
 *
 * @throws AppError `file_no_text` when nothing was said, `unavailable` when the model's window is too small,
 *   `provider_invalid_response` when it wrote no point at all; `cancelled`; what the model's stream throws
 */
export async function summarise(options: SummariseOptions): Promise<SummarisedSection[]> {
  const { model, template, language, signal } = options;
  const lines = options.lines
    .filter(({ text }) => text.trim() !== '')
    .map((line, index) => ({ ...line, number: index + 1 }));
  if (lines.length === 0)
    throw new AppError('file_no_text', 'Nothing is said in this recording that could be summarised.');
  const nonce = randomBytes(6).toString('hex');
  const prompt = (step: PromptOptions['step']) =>
    requirePrompt(
      summaryPrompt({ template, language, contextTokens: model.contextTokens, nonce, step }),
      model,
    );
  const ask = async (asked: SummaryPrompt, quoted: string) => {
    throwIfAborted(signal);
    let text = '';
    for await (const delta of model.stream({ ...asked.ask(quoted), signal })) text += delta;
    return parseSummary(text, template);
  };

  const whole = prompt('whole');
  const windows = packLines(lines, whole.room);
  if (windows.length === 1) return finish(await ask(whole, lines.map(renderLine).join('\n')), lines);

  const stretch = prompt('stretch');
  const stretches = packLines(lines, stretch.room);
  let notes: WrittenSection[][] = [];
  for (const [index, window] of stretches.entries()) {
    notes.push(await ask(stretch, window.map(renderLine).join('\n')));
    options.onProgress((0.9 * (index + 1)) / stretches.length);
  }
  const join = prompt('join');
  for (let round = 0; notes.length > 1; round++) {
    const groups = groupNotes(notes, join.room);
    // Notes that do not get shorter stay as they are, one after the other.
    if (groups.length === notes.length || round === mostRounds) return finish(concatenate(notes), lines);
    const joined: WrittenSection[][] = [];
    for (const group of groups) {
      const [only] = group;
      joined.push(group.length === 1 && only ? only : await ask(join, group.map(renderNotes).join('\n\n')));
    }
    notes = joined;
  }
  return finish(notes[0] ?? [], lines);
}

function requirePrompt(prompt: SummaryPrompt | null, model: LanguageModel): SummaryPrompt {
  if (prompt) return prompt;
  throw new AppError(
    'unavailable',
    `${model.id} reads ${model.contextTokens} tokens at once, which is too little for this template; choose a model with a larger window, or a shorter template.`,
  );
}

/** Neighbouring notes that find room in one question. */
function groupNotes(notes: readonly WrittenSection[][], room: number): WrittenSection[][][] {
  const groups: WrittenSection[][][] = [];
  let group: WrittenSection[][] = [];
  let left = room;
  for (const each of notes) {
    const cost = estimateTokens(renderNotes(each)) + 2;
    if (cost > left && group.length > 0) {
      groups.push(group);
      group = [];
      left = room;
    }
    group.push(each);
    left -= cost;
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

function renderNotes(sections: readonly WrittenSection[]): string {
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) => `## ${title}\n${lines.map(renderNote).join('\n')}`)
    .join('\n');
}

function renderNote({ text, numbers, owner, due }: WrittenLine): string {
  const fields = [owner && `owner: ${owner}`, due && `due: ${due}`].filter(Boolean).join('; ');
  return `- ${text}${fields && ` (${fields})`} ${numbers.map((number) => `[${number}]`).join('')}`;
}

function concatenate(notes: readonly WrittenSection[][]): WrittenSection[] {
  const [first = []] = notes;
  return first.map(({ title }, index) => ({
    title,
    lines: notes.flatMap((each) => each[index]?.lines ?? []),
  }));
}

/** Numbers become segments; a number that no line has is not kept. */
function finish(sections: readonly WrittenSection[], lines: readonly NumberedLine[]): SummarisedSection[] {
  if (sections.every((section) => section.lines.length === 0)) {
    throw new AppError(
      'provider_invalid_response',
      'The language model wrote no summary in the form it was asked for; try again, or another model.',
    );
  }
  return sections.map(({ title, lines: written }) => ({
    title,
    lines: written.map((line) => {
      const named = line.numbers
        .flatMap((number) => lines[number - 1] ?? [])
        .sort((a, b) => a.number - b.number);
      return {
        text: line.text,
        evidence: named.map(({ segmentId, startMs, endMs }) => ({ segmentId, startMs, endMs })),
        isSupported: isSupported(line, named, lines),
        ...(line.owner !== undefined && { owner: line.owner }),
        ...(line.due !== undefined && { due: line.due }),
      };
    }),
  }));
}
