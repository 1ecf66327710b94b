import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { readXml } from '../office/readXml.ts';
import { resolveEntry } from './resolveEntry.ts';

/** Entries that are encrypted, in lower case. Fonts that are merely scrambled count, and matter to nobody. */
export async function readEncrypted(origin: Origin, files: OfficePackage): Promise<Set<string>> {
  const entries = new Set<string>();
  await readXml(origin, files.stream('META-INF/encryption.xml'), {
    open(name, attributes) {
      if (!/(?:^|:)CipherReference$/.test(name)) return;
      const entry = resolveEntry('', attributes.URI ?? '');
      if (entry) entries.add(entry.toLowerCase());
    },
    close: () => undefined,
    text: () => undefined,
  }).catch(ignoreDamage);
  return entries;
}
