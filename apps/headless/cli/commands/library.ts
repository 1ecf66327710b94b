import { describeLocator } from '@adiuva/contracts';
import type { DocumentStatus } from '@adiuva/contracts/rpc';
import { AppError, hasCode } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, printable, style } from '../output.ts';
import { formatBytes } from '../progress.ts';
import { table } from '../table.ts';

export interface ListOptions {
  kb?: string;
  status?: DocumentStatus;
  limit?: number;
}

export async function list(context: CommandContext, { kb, status, limit }: ListOptions): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call(
    'library.list',
    { ...(kb && { kb }), ...(status && { status }), limit: limit ?? 100_000 },
    { signal: context.signal },
  );
  context.result(output, () => {
    if (output.documents.length === 0) return ['The library is empty. Add documents: adiuva ingest PATH'];
    const rows = output.documents.map(({ id, status, chunks, kb, path, error }) => [
      id,
      status === 'failed' ? style('red', status) : status,
      String(chunks),
      oneLine(kb),
      `${oneLine(path)}${error ? `  ${error.code}` : ''}`,
    ]);
    return [
      ...table(['ID', 'STATUS', 'CHUNKS', 'BASE', 'PATH'], rows),
      style('dim', `${output.documents.length} of ${output.total}`),
    ];
  });
}

export async function show(context: CommandContext, id: string): Promise<void> {
  const engine = await context.engine();
  const found = await engine.call('library.show', { id }, { signal: context.signal });
  context.result(found, () => {
    const facts: [string, string | null][] = [
      ['id', found.id],
      ['path', found.path],
      ['title', found.title],
      ['author', found.author],
      ['type', found.mediaType],
      ['language', found.language],
      ['size', formatBytes(found.size)],
      ['base', found.kb],
      ['preset', found.preset],
      ['status', found.status],
      ['error', found.error?.message ?? null],
    ];
    return [
      ...facts.flatMap(([name, value]) =>
        value === null ? [] : [`${style('dim', name.padEnd(9))}${oneLine(value)}`],
      ),
      ...found.chunkList.flatMap((chunk) => [
        '',
        style(
          'dim',
          `#${chunk.ordinal + 1}  ${chunk.tokenCount} tokens  ${oneLine(describeLocator(chunk.locator))}`,
        ),
        printable(chunk.text),
      ]),
    ];
  });
}

/** The target is an id, or a path; a path may be relative, and its file may be long gone. */
export async function remove(context: CommandContext, target: string): Promise<void> {
  const path = absolutePath(target);
  const engine = await context.engine();
  const attempt = async (candidate: string): Promise<number> => {
    try {
      return (await engine.call('library.remove', { target: candidate }, { signal: context.signal })).removed;
    } catch (error) {
      if (hasCode(error, 'not_found')) return 0;
      throw error;
    }
  };
  let removed = await attempt(target);
  if (removed === 0 && path !== target) removed = await attempt(path);
  if (removed === 0)
    throw new AppError('not_found', `The library holds nothing with the id or path ${target}.`);
  context.result({ removed }, () => [`${removed} ${removed === 1 ? 'document' : 'documents'} removed.`]);
}
