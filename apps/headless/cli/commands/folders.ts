import type { FileKind, WatchedFolder } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style, tell } from '../output.ts';
import { table } from '../table.ts';
import { describeTotals, type IngestOptions, reportIngest } from './ingest.ts';
import { tellIfPaused } from './jobs.ts';

export interface WatchOptions extends IngestOptions {
  once?: boolean;
  ignore?: string[];
  kinds?: FileKind[];
}

/** Without `once` the folder stays watched until the user stops it, which is then no failure. */
export async function watch(context: CommandContext, folder: string, options: WatchOptions): Promise<void> {
  const { once = false, kb, preset, ignore, kinds } = options;
  const path = absolutePath(folder);
  const engine = await context.engine({ stays: !once });
  await tellIfPaused(context);
  const input = {
    folder: path,
    ...(once && { once }),
    ...(kb && { kb }),
    ...(preset && { preset }),
    ...(ignore && { ignore }),
    ...(kinds && { kinds }),
  };
  await reportIngest(context, (outcomes, onEvent) =>
    engine.call('folders.watch', { ...input, outcomes }, { signal: context.signal, onEvent }),
  );
  if (once) return;
  tell(`Watching ${oneLine(path)}. Ctrl+C ends it.`);
  await follow(context, path);
}

/** The engine watches; this only says what becomes of it. */
async function follow(context: CommandContext, path: string): Promise<void> {
  const engine = await context.engine({ stays: true });
  let told: string | undefined;
  let isFirst = true;
  try {
    await engine.call(
      'folders.follow',
      {},
      {
        signal: context.signal,
        onEvent(event) {
          if (event.type === 'synced' && event.path === path) {
            const { indexed, removed = 0 } = event.sync.totals;
            if (indexed + removed > 0) tell(describeTotals(event.sync.totals));
          } else if (event.type === 'folder' && event.folder.path === path) {
            const { state, error } = event.folder;
            if (state === 'syncing') return;
            const line = error ? oneLine(error.message) : state === 'paused' ? 'Paused.' : 'Watching.';
            if (line !== told && !(isFirst && !error)) tell(line);
            told = line;
            isFirst = false;
          }
        },
      },
    );
  } catch (error) {
    if (!context.signal.aborted || !hasCode(error, 'cancelled')) throw error;
  }
}

export async function listFolders(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('folders.list', {}, { signal: context.signal });
  context.result(output, () => describe(output.folders));
}

export interface TargetOptions {
  kb?: string;
}

export async function changeFolder(
  context: CommandContext,
  verb: 'pause' | 'resume',
  target: string,
  { kb }: TargetOptions,
): Promise<void> {
  const engine = await context.engine();
  const input = { folder: targetOf(target), ...(kb && { kb }) };
  const output = await engine.call(`folders.${verb}`, input, { signal: context.signal });
  context.result(output, () => describe(output.folders));
}

export async function removeFolder(
  context: CommandContext,
  target: string,
  { kb, documents = false }: TargetOptions & { documents?: boolean },
): Promise<void> {
  const engine = await context.engine();
  const input = { folder: targetOf(target), removeDocuments: documents, ...(kb && { kb }) };
  const output = await engine.call('folders.remove', input, { signal: context.signal });
  context.result(output, () => [
    `No longer watched. ${documents ? `${output.removed} documents removed.` : 'Its documents stay.'}`,
  ]);
}

export async function listExcluded(
  context: CommandContext,
  target: string,
  { kb }: TargetOptions,
): Promise<void> {
  const engine = await context.engine();
  const input = { folder: targetOf(target), ...(kb && { kb }) };
  const output = await engine.call('folders.excluded', input, { signal: context.signal });
  context.result(output, () => {
    if (output.excluded.length === 0) return ['Nothing is passed over but what the rules leave out.'];
    return table(
      ['SINCE', 'BASE', 'PATH'],
      output.excluded.map((each) => [
        new Date(each.excludedAt).toISOString().slice(0, 10),
        oneLine(each.kb),
        `${oneLine(each.path)}${each.isFolder ? ' and all in it' : ''}`,
      ]),
    );
  });
}

export async function include(
  context: CommandContext,
  [target = '', ...paths]: readonly string[],
  { kb }: TargetOptions,
): Promise<void> {
  const engine = await context.engine();
  const input = {
    folder: targetOf(target),
    ...(kb && { kb }),
    ...(paths.length > 0 && { paths: paths.map(absolutePath) }),
  };
  const output = await engine.call('folders.include', input, { signal: context.signal });
  context.result(output, () => [
    output.included === 0 ? 'None of it was passed over.' : 'The next scan of the folder takes it in again.',
  ]);
}

export async function grace(context: CommandContext, days: string | undefined): Promise<void> {
  const engine = await context.engine();
  const input = days === undefined ? {} : { days: Number(days) };
  const output = await engine.call('folders.grace', input, { signal: context.signal });
  context.result(output, () => [`A document whose file is gone can come back for ${output.days} days.`]);
}

/** A folder by its id, or by its path, which may be relative and long gone. */
function targetOf(target: string): string {
  return /^\d+$/.test(target) ? target : absolutePath(target);
}

function describe(folders: readonly WatchedFolder[]): string[] {
  if (folders.length === 0) return ['No folder is watched. Watch one: adiuva watch FOLDER'];
  const rows = folders.map(({ id, state, kb, documents, path, error }) => [
    id,
    error ? style('red', state) : state,
    String(documents.indexed),
    String(documents.failed),
    String(documents.missing),
    oneLine(kb),
    `${oneLine(path)}${error ? `  ${oneLine(error.message)}` : ''}`,
  ]);
  return table(['ID', 'STATE', 'INDEXED', 'FAILED', 'MISSING', 'BASE', 'PATH'], rows);
}
