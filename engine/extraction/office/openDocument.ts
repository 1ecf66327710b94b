import type { DocumentMetadata } from '@adiuva/contracts';
import { fileEncrypted } from '../fileErrors.ts';
import type { OfficePackage } from './officePackage.ts';
import { ignoreDamage, type Origin } from './origin.ts';
import { documentProperties, readValues, timeOf } from './packageProperties.ts';
import { readXml } from './readXml.ts';

/**
 * Packages of OpenDocument say in their manifest which of their entries need a password.
 *
 * @throws AppError `file_encrypted`
 */
export async function requireReadable(origin: Origin, files: OfficePackage): Promise<void> {
  let isEncrypted = files.has('encrypted-package');
  await readXml(origin, files.stream('META-INF/manifest.xml'), {
    open(element) {
      if (element === 'manifest:encryption-data') isEncrypted = true;
    },
    close: () => undefined,
    text: () => undefined,
  }).catch(ignoreDamage);
  if (isEncrypted) throw fileEncrypted(origin.name);
}

/** Title, author and times of a package of OpenDocument. */
export async function readDocumentMeta(origin: Origin, files: OfficePackage): Promise<DocumentMetadata> {
  const meta = await readValues(origin, files, 'meta.xml');
  return documentProperties({
    title: meta.get('dc:title'),
    author: meta.get('meta:initial-creator') ?? meta.get('dc:creator'),
    createdAt: timeOf(meta.get('meta:creation-date')),
    modifiedAt: timeOf(meta.get('dc:date')),
    subject: meta.get('dc:subject'),
    keywords: meta.get('meta:keyword'),
  });
}
