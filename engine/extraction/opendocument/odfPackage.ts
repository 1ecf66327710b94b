import type { DocumentMetadata } from '@adiuva/contracts';
import { fileEncrypted, fileMalformed } from '../fileErrors.ts';
import { type OfficePackage, openOfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { countOf, documentProperties, oneLine, timeOf } from '../office/packageProperties.ts';
import { readXml } from '../office/readXml.ts';

/**
 * The package of an OpenDocument file, with its content where it belongs.
 *
 * @throws AppError `file_encrypted`, `file_malformed`, `file_bomb`
 */
export async function openOdfPackage(origin: Origin, bytes: Uint8Array): Promise<OfficePackage> {
  const files = await openOfficePackage(origin.name, bytes, origin.expected);
  await readXml(origin, files.stream('META-INF/manifest.xml'), {
    open(name) {
      if (name === 'manifest:encryption-data') throw fileEncrypted(origin.name);
    },
    close: () => undefined,
    text: () => undefined,
  }).catch(ignoreDamage);
  if (!files.has('content.xml')) throw fileMalformed(origin.name, origin.expected);
  return files;
}

const maxValueLength = 2_000;

/** Title, author, times and page count from `meta.xml`; ODF 1.3 part 3, 4.3. */
export async function readOdfMetadata(origin: Origin, files: OfficePackage): Promise<DocumentMetadata> {
  const values = new Map<string, string>();
  let pages: string | undefined;
  let text = '';
  await readXml(origin, files.stream('meta.xml'), {
    open(name, attributes) {
      text = '';
      if (name === 'meta:document-statistic') pages = attributes['meta:page-count'];
    },
    text(more) {
      if (text.length < maxValueLength) text += more;
    },
    close(name) {
      const value = oneLine(text);
      if (value && !values.has(name)) values.set(name, value);
      text = '';
    },
  }).catch(ignoreDamage);
  return documentProperties({
    title: values.get('dc:title'),
    author: values.get('meta:initial-creator') ?? values.get('dc:creator'),
    createdAt: timeOf(values.get('meta:creation-date')),
    modifiedAt: timeOf(values.get('dc:date')),
    pageCount: countOf(pages),
    subject: values.get('dc:subject'),
    keywords: values.get('meta:keyword'),
  });
}
