import { basename } from 'node:path';
import type { PresetName } from '@adiuva/contracts';
import type { IngestEvent, IngestedDocument, IngestResult, IngestTotals } from '@adiuva/contracts/rpc';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, printJsonPieces, style } from '../output.ts';
import { createProgress, showIngest } from '../progress.ts';
import { tellIfPaused } from './jobs.ts';

export interface IngestOptions {
  kb?: string;
  preset?: PresetName;
}

export async function ingest(
  context: CommandContext,
  paths: readonly string[],
  { kb, preset }: IngestOptions,
): Promise<void> {
  const engine = await context.engine();
  await tellIfPaused(context);
  const input = { paths: paths.map(absolutePath), ...(kb && { kb }), ...(preset && { preset }) };
  await reportIngest(context, (outcomes, onEvent) =>
    engine.call('library.ingest', { ...input, outcomes }, { signal: context.signal, onEvent }),
  );
}

type Run = (outcomes: 'all' | 'changes', onEvent: (event: IngestEvent) => void) => Promise<IngestResult>;

/** Shows an ingest on its way, and prints how it ended: with --json every file, otherwise those that failed. */
export async function reportIngest(context: CommandContext, run: Run): Promise<void> {
  const progress = createProgress();
  const show = showIngest(progress, context.isJson);
  const failed: IngestedDocument[] = [];
  /** Of every file, as JSON that begins with its path: there may be very many. */
  const outcomes: string[] = [];
  try {
    const { totals, seconds } = await run(context.isJson ? 'all' : 'changes', (event) => {
      show(event);
      if (event.type !== 'documents') return;
      for (const document of event.documents) {
        const { path, ...rest } = document;
        if (context.isJson) outcomes.push(JSON.stringify({ path, ...rest }));
        else if (document.status === 'failed') failed.push(document);
      }
    });
    progress.end();
    if (totals.failed > 0) context.partlyFailed();
    // Outcomes come as files end; a person, and a script, read them by path.
    if (context.isJson) return await printJsonPieces(toPieces(outcomes.sort(), { totals, seconds }));
    failed.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    context.result({}, () => [
      ...failed.map(
        ({ path, error }) =>
          `${style('red', 'failed')} ${style('bold', oneLine(basename(path)))}  ${oneLine(error?.message ?? '')}`,
      ),
      `${describeTotals(totals)}; ${totals.chunks} chunks in ${seconds.toFixed(1)} s`,
    ]);
  } finally {
    progress.end();
  }
}

function* toPieces(outcomes: readonly string[], result: IngestResult): Generator<string> {
  yield '{"documents":[';
  for (const [index, outcome] of outcomes.entries()) yield index === 0 ? outcome : `,${outcome}`;
  yield `],${JSON.stringify(result).slice(1)}`;
}

export function describeTotals({ indexed, unchanged, skipped, failed, removed }: IngestTotals): string {
  return [
    style('green', `${indexed} indexed`),
    `${unchanged} unchanged`,
    `${skipped} skipped`,
    failed > 0 ? style('red', `${failed} failed`) : '0 failed',
    ...(removed ? [`${removed} removed`] : []),
  ].join(', ');
}
