import { documentTypes } from '@adiuva/contracts';
import type { SearchFilters } from '@adiuva/contracts/rpc';
import { AppError, foldName, mayRead, type Principal, readableKnowledgeBases } from '#base';
import { defaultKnowledgeBase } from '#folders';
import { type Storage, tagName } from '#storage';

const mostNamed = 20;

/**
 * Refuses filters that name what is not there: nothing found would read as an answer. What the caller may not see is
 * not there.
 *
 * @throws AppError `not_found` for a knowledge base or a tag, `invalid_input` for a type; each names what there is
 */
export function checkFilters(storage: Storage, filters: SearchFilters, caller: Principal): void {
  const { read } = storage;
  const knowledgeBases = readableKnowledgeBases(caller);
  if (filters.kb !== undefined) {
    const wanted = foldName(filters.kb);
    const names = read
      .listKnowledgeBases()
      .map(({ name }) => name)
      .filter((name) => mayRead(caller, name));
    // The default one is there before its first document.
    if (!names.some((name) => foldName(name) === wanted) && wanted !== defaultKnowledgeBase)
      throw new AppError(
        'not_found',
        `There is no knowledge base named “${filters.kb}”. ${listed('There are', names)}`,
      );
  }
  for (const tag of filters.tags ?? []) {
    if (read.hasTag({ folded: tagName(tag).folded, knowledgeBases })) continue;
    const names = read.listTags({ knowledgeBases }).map(({ name }) => name);
    throw new AppError('not_found', `No document has the tag “${tag}”. ${listed('There are', names)}`);
  }
  if (filters.type !== undefined && !read.isKnownType(filters.type)) {
    const names = documentTypes.map(({ name }) => name);
    throw new AppError(
      'invalid_input',
      `“${filters.type}” is no type of document. Give a media type, such as text/plain or image/*, or one of: ${names.join(', ')}.`,
    );
  }
}

function listed(words: string, names: readonly string[]): string {
  if (names.length === 0) return 'There are none yet.';
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${words}: ${names.slice(0, mostNamed).join(', ')}${more}.`;
}
