import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine } from '../output.ts';
import { table } from '../table.ts';

export async function listTags(context: CommandContext, { kb }: { kb?: string }): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('tags.list', kb === undefined ? {} : { kb }, { signal: context.signal });
  context.result(output, () => {
    if (output.tags.length === 0) return ['No document has a tag. Add one: adiuva tag add TAG DOCUMENT'];
    return table(
      ['DOCUMENTS', 'TAG'],
      output.tags.map(({ name, documents }) => [String(documents), oneLine(name)]),
    );
  });
}

/** Each target is the id of a document, its path, or the path of a folder, which may be relative. */
export async function changeTag(
  context: CommandContext,
  verb: 'add' | 'remove',
  [tag = '', ...targets]: readonly string[],
): Promise<void> {
  const engine = await context.engine();
  const named = targets.map((target) => (isId.test(target) ? target : absolutePath(target)));
  const output = await engine.call(
    `tags.${verb}`,
    { tags: [tag], targets: named },
    { signal: context.signal },
  );
  context.result(output, () => [
    `${verb === 'add' ? 'Added to' : 'Taken from'} ${output.changed} of ${output.documents} ${output.documents === 1 ? 'document' : 'documents'}.`,
  ]);
}

export async function renameTag(
  context: CommandContext,
  [from = '', to = '']: readonly string[],
): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('tags.rename', { from, to }, { signal: context.signal });
  context.result(output, () => [
    `Renamed on ${output.documents} ${output.documents === 1 ? 'document' : 'documents'}.`,
  ]);
}

const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
