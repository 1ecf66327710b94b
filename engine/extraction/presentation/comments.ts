import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { oneLine } from '../office/packageProperties.ts';
import { readXml } from '../office/readXml.ts';
import type { Relationship } from '../office/relationships.ts';

/** Names of those who comment, by id; PowerPoint has kept them in two ways, and so in either part. */
export async function readAuthors(
  origin: Origin,
  files: OfficePackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<Map<string, string>> {
  const authors = new Map<string, string>();
  for (const { type, target } of relationships.values()) {
    if (type !== 'commentAuthors' && type !== 'authors') continue;
    await readXml(origin, files.stream(target), {
      open(_, { id, name }) {
        if (id && name) authors.set(id, oneLine(name));
      },
      close: () => undefined,
      text: () => undefined,
    }).catch(ignoreDamage);
  }
  return authors;
}

/** The comments on a slide, each in a line with its author; answers are comments of their own. */
export async function readComments(
  origin: Origin,
  files: OfficePackage,
  entry: string,
  authors: ReadonlyMap<string, string>,
): Promise<string[]> {
  const comments: string[] = [];
  const open: { author: string; text: string }[] = [];
  let isText = false;
  await readXml(origin, files.stream(entry), {
    open(element, { authorId }) {
      if (/:(?:cm|reply)$/.test(element)) open.push({ author: authors.get(authorId ?? '') ?? '', text: '' });
      isText = element === 'p:text' || element === 'a:t';
    },
    text(text) {
      const top = open.at(-1);
      if (isText && top) top.text += text;
    },
    close(element) {
      isText = false;
      const top = open.at(-1);
      if (element === 'a:p' && top) top.text += ' ';
      if (!/:(?:cm|reply)$/.test(element)) return;
      open.pop();
      const text = oneLine(top?.text ?? '');
      if (text) comments.push(top?.author ? `Comment (${top.author}): ${text}` : `Comment: ${text}`);
    },
  }).catch(ignoreDamage);
  return comments;
}
