import type { DocumentMetadata } from '@adiuva/contracts';
import { cleanText } from '../encoding/cleanText.ts';
import type { OfficePackage } from './officePackage.ts';
import { ignoreDamage, type Origin } from './origin.ts';
import { readXml } from './readXml.ts';

const maxPropertyBytes = 4 * 1024 * 1024;
const maxValueLength = 2_000;

/** The first text of each element of a small part, by the element's name; empty where the part is broken. */
export async function readValues(
  origin: Origin,
  files: OfficePackage,
  entry: string,
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  if ((files.size(entry) ?? 0) > maxPropertyBytes) return values;
  let text = '';
  await readXml(origin, files.stream(entry), {
    open: () => {
      text = '';
    },
    text: (more) => {
      if (text.length < maxValueLength) text += more;
    },
    close(name) {
      const value = oneLine(text);
      if (value && !values.has(name)) values.set(name, value);
      text = '';
    },
  }).catch(ignoreDamage);
  return values;
}

/** Title, author, times and page or slide count of a package of Microsoft's formats. */
export async function readPackageProperties(origin: Origin, files: OfficePackage): Promise<DocumentMetadata> {
  const core = await readValues(origin, files, 'docProps/core.xml');
  const app = await readValues(origin, files, 'docProps/app.xml');
  return documentProperties({
    title: core.get('dc:title'),
    author: core.get('dc:creator'),
    createdAt: timeOf(core.get('dcterms:created')),
    modifiedAt: timeOf(core.get('dcterms:modified')),
    pageCount: countOf(app.get('Slides') ?? app.get('Pages')),
    subject: core.get('dc:subject'),
    keywords: core.get('cp:keywords'),
  });
}

interface Properties {
  title?: string | undefined;
  author?: string | undefined;
  createdAt?: number | undefined;
  modifiedAt?: number | undefined;
  pageCount?: number | undefined;
  subject?: string | undefined;
  keywords?: string | undefined;
}

/** Programs' own words for a document without a title or author are none. */
const nobody =
  /^(?:unknown|user|author|admin(?:istrator)?|windows user|microsoft office user|python-(?:docx|pptx))$/i;
const untitled =
  /^(?:(?:microsoft )?(?:word|powerpoint)(?: document| presentation| - .*)?|untitled\b.*|powerpoint-präsentation|présentation powerpoint|presentazione (?:standard di )?powerpoint|slide 1|no slide title|document ?\d*|presentation ?\d*|dokument ?\d*|.*\.(?:docx?|pptx?|odt|odp|rtf|dotx?))$/i;

/** Metadata without what is empty or says nothing. */
export function documentProperties(values: Properties): DocumentMetadata {
  const title = oneLine(values.title ?? '');
  const author = oneLine(values.author ?? '');
  const { createdAt, modifiedAt, pageCount } = values;
  const subject = oneLine(values.subject ?? '');
  const keywords = oneLine(values.keywords ?? '');
  const properties = { ...(subject && { subject }), ...(keywords && { keywords }) };
  return {
    ...(title && !untitled.test(title) && { title }),
    ...(author && !nobody.test(author) && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(pageCount !== undefined && { pageCount }),
    ...(Object.keys(properties).length > 0 && { properties }),
  };
}

/** Unix milliseconds of an ISO time; a time without a zone is taken as UTC, as these formats write it. */
export function timeOf(value: string | undefined): number | undefined {
  const iso = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)\d*(Z|[+-]\d\d:?\d\d)?)?/.exec(
    value ?? '',
  );
  if (!iso) return undefined;
  const time = Date.parse(`${iso[1]}T${iso[2] ?? '00:00:00'}${iso[3] ?? 'Z'}`);
  return Number.isNaN(time) ? undefined : time;
}

export function countOf(value: string | undefined): number | undefined {
  const count = Number(value);
  return value !== undefined && Number.isInteger(count) && count > 0 && count < 1_000_000 ? count : undefined;
}

export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim().slice(0, maxValueLength);
}
