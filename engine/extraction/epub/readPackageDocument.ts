import type { DocumentMetadata } from '@adiuva/contracts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { documentProperties, oneLine, timeOf } from '../office/packageProperties.ts';
import { readXml } from '../office/readXml.ts';
import { resolveEntry } from './resolveEntry.ts';

export interface Book {
  metadata: DocumentMetadata;
  /** Entries in reading order. */
  chapters: string[];
  /** Entries of the contents: the newer kind, and the older. */
  nav: string | undefined;
  ncx: string | undefined;
}

interface Item {
  entry: string;
  type: string;
  properties: string;
}

/** What the book says of itself; of one that says nothing, its pages in the order of their names. */
export async function readPackageDocument(origin: Origin, files: OfficePackage): Promise<Book> {
  const path = await findPackageDocument(origin, files);
  const items = new Map<string, Item>();
  const spine: string[] = [];
  const values = new Map<string, string[]>();
  let ncxId: string | undefined;
  let text = '';
  await readXml(origin, path ? files.stream(path) : [], {
    open(name, attributes) {
      text = '';
      const local = localName(name);
      const { id, href, idref } = attributes;
      if (local === 'item' && id && href) {
        const entry = resolveEntry(path ?? '', href);
        if (entry)
          items.set(id, {
            entry,
            type: attributes['media-type'] ?? '',
            properties: attributes.properties ?? '',
          });
      } else if (local === 'itemref' && idref) spine.push(idref);
      else if (local === 'spine') ncxId = attributes.toc;
    },
    text(more) {
      if (text.length < 4_000) text += more;
    },
    close(name) {
      const value = oneLine(text);
      text = '';
      if (value === '') return;
      const key = localName(name);
      const held = values.get(key) ?? [];
      if (held.length < 20) values.set(key, [...held, value]);
    },
  }).catch(ignoreDamage);
  const all = [...items.values()];
  const chapters = spine.flatMap((id) => items.get(id)?.entry ?? []);
  return {
    metadata: readMetadata(values),
    chapters: chapters.length > 0 ? [...new Set(chapters)] : pagesByName(files),
    nav: all.find(({ properties }) => /(?:^|\s)nav(?:\s|$)/.test(properties))?.entry,
    ncx:
      (ncxId ? items.get(ncxId)?.entry : undefined) ?? all.find(({ type }) => type.includes('dtbncx'))?.entry,
  };
}

async function findPackageDocument(origin: Origin, files: OfficePackage): Promise<string | undefined> {
  let path: string | undefined;
  await readXml(origin, files.stream('META-INF/container.xml'), {
    open(name, attributes) {
      if (localName(name) === 'rootfile') path ??= resolveEntry('', attributes['full-path'] ?? '');
    },
    close: () => undefined,
    text: () => undefined,
  }).catch(ignoreDamage);
  return path && files.has(path) ? path : files.names.find((entry) => /\.opf$/i.test(entry));
}

function pagesByName(files: OfficePackage): string[] {
  return files.names
    .filter((entry) => /\.x?html?$/i.test(entry))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function readMetadata(values: ReadonlyMap<string, string[]>): DocumentMetadata {
  const first = (key: string) => values.get(key)?.[0];
  const language = /^[a-z]{2}(?=$|[-_])/i.exec(first('language') ?? '')?.[0]?.toLowerCase();
  const known = documentProperties({
    title: first('title'),
    author: values.get('creator')?.slice(0, 5).join(', '),
    createdAt: timeOf(first('date')) ?? yearOf(first('date')),
    subject: values.get('subject')?.join(', '),
  });
  const publisher = first('publisher');
  const isbn = values.get('identifier')?.find((identifier) => /isbn|^97[89][\d-]{10,}$/i.test(identifier));
  const properties = { ...known.properties, ...(publisher && { publisher }), ...(isbn && { isbn }) };
  return {
    ...known,
    ...(language && { language }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

function yearOf(date: string | undefined): number | undefined {
  const year = /^(\d{4})(?:-(\d\d))?$/.exec(date ?? '');
  return year ? Date.UTC(Number(year[1]), Number(year[2] ?? 1) - 1, 1) : undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
