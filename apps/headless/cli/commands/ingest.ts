import { basename, resolve } from 'node:path';
import type { PresetName } from '@adiuva/contracts';
import type { IngestResult } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import type { CommandContext } from '../commandContext.ts';
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
    const input = { paths: paths.map((path) => resolve(path)), ...(kb && { kb }), ...(preset && { preset }) };
    const result = await engine.call('library.ingest', input, {
      signal: context.signal,
      onEvent: showIngest(progress),
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
export async function watch(
  context: CommandContext,
  folder: string,
  { kb, preset, once }: WatchOptions,
): Promise<void> {
  const progress = createProgress();
  const engine = await context.engine({ stays: !once });
  try {
    const result = await engine.call(
      'library.watch',
      { folder: resolve(folder), ...(kb && { kb }), ...(preset && { preset }), ...(once && { once }) },
      { signal: context.signal, onEvent: showIngest(progress) },
    );
    progress.end();
    report(context, result);
    if (once) return;
    tell(`Watching ${oneLine(resolve(folder))}. Ctrl+C ends it.`);
    await untilStopped(context.signal);
  } catch (error) {
    if (once || !hasCode(error, 'cancelled')) throw error;
  } finally {
    progress.end();
  }
}

function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((stopped) => {
    // An engine of another process holds nothing open here.
    const keepAlive = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(keepAlive);
      stopped();
    });
  });
}

function report(context: CommandContext, result: IngestResult): void {
  if (result.totals.failed > 0) context.partlyFailed();
  context.result(result, () => describe(result));
}

function describe({ documents, totals, seconds }: IngestResult): string[] {
  const failed = documents.filter((document) => document.status === 'failed');
  const counts = [
    style('green', `${totals.indexed} indexed`),
    `${totals.unchanged} unchanged`,
    `${totals.skipped} skipped`,
    totals.failed > 0 ? style('red', `${totals.failed} failed`) : '0 failed',
    ...(totals.removed ? [`${totals.removed} removed`] : []),
  ];
  return [
    ...failed.map(
      ({ path, error }) =>
        `${style('red', 'failed')} ${style('bold', oneLine(basename(path)))}  ${oneLine(error?.message ?? '')}`,
    ),
    `${counts.join(', ')}; ${totals.chunks} chunks in ${seconds.toFixed(1)} s`,
  ];
}
