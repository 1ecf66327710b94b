import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { oneLine } from '../office/packageProperties.ts';
import { readXml } from '../office/readXml.ts';
import type { Book } from './readPackageDocument.ts';
import { resolveEntry } from './resolveEntry.ts';

const maxTitleLength = 200;

/** What the book's contents call its pages, by entry in lower case: the first line of the contents that leads there. */
export async function readContents(
  origin: Origin,
  files: OfficePackage,
  { nav, ncx }: Book,
): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  const add = (from: string, reference: string | undefined, title: string) => {
    const entry = resolveEntry(from, reference ?? '')?.toLowerCase();
    const line = oneLine(title).slice(0, maxTitleLength);
    if (entry && line && !titles.has(entry)) titles.set(entry, line);
  };
  if (nav) await readNav(origin, files, nav, (reference, title) => add(nav, reference, title));
  if (ncx && titles.size === 0)
    await readNcx(origin, files, ncx, (reference, title) => add(ncx, reference, title));
  return titles;
}

type Listener = (reference: string | undefined, title: string) => void;

async function readNav(origin: Origin, files: OfficePackage, entry: string, found: Listener): Promise<void> {
  let text = '';
  let reference: string | undefined;
  await readXml(origin, files.stream(entry), {
    open(name, attributes) {
      if (name !== 'a' && !name.endsWith(':a')) return;
      reference = attributes.href;
      text = '';
    },
    text(more) {
      if (text.length < 2_000) text += more;
    },
    close(name) {
      if (name === 'a' || name.endsWith(':a')) found(reference, text);
    },
  }).catch(ignoreDamage);
}

async function readNcx(origin: Origin, files: OfficePackage, entry: string, found: Listener): Promise<void> {
  let text = '';
  let label = '';
  await readXml(origin, files.stream(entry), {
    open(name, attributes) {
      if (name.endsWith('navLabel')) text = '';
      if (name.endsWith('content')) found(attributes.src, label);
    },
    text(more) {
      if (text.length < 2_000) text += more;
    },
    close(name) {
      if (name.endsWith('navLabel')) label = text;
    },
  }).catch(ignoreDamage);
}
