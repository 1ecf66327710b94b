import type { CommandContext } from '../commandContext.ts';
import { documentIds } from '../documentIds.ts';
import { oneLine, style } from '../output.ts';
import { table } from '../table.ts';

export async function listKnowledgeBases(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('library.knowledgeBases', {}, { signal: context.signal });
  context.result(output, () => {
    if (output.knowledgeBases.length === 0)
      return ['There is no knowledge base yet. The first file makes one: adiuva ingest PATH --kb NAME'];
    return table(
      ['DOCUMENTS', 'BASE'],
      output.knowledgeBases.map(({ name, documents }) => [String(documents), oneLine(name)]),
    );
  });
}

export async function createKnowledgeBase(context: CommandContext, name: string): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('library.createKnowledgeBase', { name }, { signal: context.signal });
  context.result(output, () => [`“${oneLine(output.name)}” is there, and empty.`]);
}

export async function renameKnowledgeBase(
  context: CommandContext,
  [from = '', to = '']: readonly string[],
): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('library.renameKnowledgeBase', { from, to }, { signal: context.signal });
  context.result(output, () => [`“${oneLine(from)}” is now “${oneLine(output.name)}”.`]);
}

export async function removeKnowledgeBase(context: CommandContext, name: string): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('library.removeKnowledgeBase', { name }, { signal: context.signal });
  context.result(output, () => [
    `“${oneLine(name)}” removed with ${count(output.removed)}. The files stay as they are.`,
  ]);
}

/** Each document by its id, or by its path, which may be relative. */
export async function move(context: CommandContext, [kb = '', ...targets]: readonly string[]): Promise<void> {
  const engine = await context.engine();
  const ids: string[] = [];
  for (const target of targets) ids.push(...(await documentIds(engine, target, context.signal)));
  const output = await engine.call('library.move', { ids, kb }, { signal: context.signal });
  context.result(output, () => [`${count(output.moved)} moved to “${oneLine(kb)}”.`]);
}

export async function similar(
  context: CommandContext,
  target: string,
  { limit }: { limit: number },
): Promise<void> {
  const engine = await context.engine();
  const [id] = await documentIds(engine, target, context.signal);
  const output = await engine.call('library.similar', { id, limit }, { signal: context.signal });
  context.result(output, () => {
    const copies = output.copies.map(({ path }) => ['copy', path]);
    const rows = output.documents.map(({ document, score }) => [score.toFixed(2), document.path]);
    if (copies.length + rows.length === 0) return ['Nothing in the library is like it.'];
    return table(
      ['ALIKE', 'PATH'],
      [...copies, ...rows].map(([how = '', path = '']) => [
        how === 'copy' ? style('dim', how) : how,
        oneLine(path),
      ]),
    );
  });
}

function count(documents: number): string {
  return `${documents} ${documents === 1 ? 'document' : 'documents'}`;
}
