import { basename } from 'node:path';
import type { PresetName } from '@adiuva/contracts';
import type { IngestResult } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { nextChange } from '../folderChanges.ts';
import { oneLine, style, tell } from '../output.ts';
import { createProgress, showIngest } from '../progress.ts';

export interface IngestOptions {
  kb?: string;
  preset?: PresetName;
}

export async function ingest(
  context: CommandContext,
  paths: readonly string[],
  { kb, preset }: IngestOptions,
): Promise<void> {
  const progress = createProgress();
  const engine = await context.engine();
  try {
    const input = { paths: paths.map(absolutePath), ...(kb && { kb }), ...(preset && { preset }) };
    const result = await engine.call('library.ingest', input, {
      signal: context.signal,
      onEvent: showIngest(progress, context.isJson),
    });
    progress.end();
    report(context, result);
  } finally {
    progress.end();
  }
}

export interface WatchOptions extends IngestOptions {
  once?: boolean;
}

/** Without `once` the folder stays watched until the user stops it, which is then no failure. */
export async function watch(context: CommandContext, folder: string, options: WatchOptions): Promise<void> {
  const path = absolutePath(folder);
  const sync = await createSync(context, path, options);
  report(context, await sync());
  if (options.once) return;
  tell(`Watching ${oneLine(path)}. Ctrl+C ends it.`);
  for (;;) {
    await nextChange(path, context.signal);
    if (context.signal.aborted) return;
    try {
      const { totals } = await sync();
      if (totals.indexed + totals.failed + (totals.removed ?? 0) > 0) tell(counts(totals));
    } catch (error) {
      if (hasCode(error, 'cancelled')) return;
      // A drive that is away for a while comes back; what is wrong is said each time it is looked for.
      tell(oneLine(error instanceof Error ? error.message : String(error)));
    }
  }
}

async function createSync(
  context: CommandContext,
  folder: string,
  { kb, preset, once }: WatchOptions,
): Promise<() => Promise<IngestResult>> {
  const engine = await context.engine({ stays: !once });
  return async () => {
    const progress = createProgress();
    const input = { folder, ...(kb && { kb }), ...(preset && { preset }), ...(once && { once }) };
    try {
      return await engine.call('library.watch', input, {
        signal: context.signal,
        onEvent: showIngest(progress, context.isJson),
      });
    } finally {
      progress.end();
    }
  };
}

function report(context: CommandContext, result: IngestResult): void {
  if (result.totals.failed > 0) context.partlyFailed();
  context.result(result, () => describe(result));
}

function describe({ documents, totals, seconds }: IngestResult): string[] {
  const failed = documents.filter((document) => document.status === 'failed');
  return [
    ...failed.map(
      ({ path, error }) =>
        `${style('red', 'failed')} ${style('bold', oneLine(basename(path)))}  ${oneLine(error?.message ?? '')}`,
    ),
    `${counts(totals)}; ${totals.chunks} chunks in ${seconds.toFixed(1)} s`,
  ];
}

function counts({ indexed, unchanged, skipped, failed, removed }: IngestResult['totals']): string {
  return [
    style('green', `${indexed} indexed`),
    `${unchanged} unchanged`,
    `${skipped} skipped`,
    failed > 0 ? style('red', `${failed} failed`) : '0 failed',
    ...(removed ? [`${removed} removed`] : []),
  ].join(', ');
}
