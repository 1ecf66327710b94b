import { posix } from 'node:path';
import type { MemberFile } from '../format.ts';
import { openCompoundFile } from './compoundFile.ts';
import { unwrapObject } from './embeddedObject.ts';
import type { OfficePackage } from './officePackage.ts';

/** Pictures that text recognition can read. */
const picture = /\.(?:png|jpe?g|gif|bmp|dib|tiff?|webp|heic)$/i;

export function isPicture(entry: string): boolean {
  return picture.test(entry);
}

/** Entries of a package as files of their own: embedded documents, and pictures that stand for text. */
export async function* embeddedFiles(
  files: OfficePackage,
  entries: readonly string[],
): AsyncGenerator<MemberFile> {
  for (const entry of new Set(entries)) {
    const size = files.size(entry);
    if (size === undefined) continue;
    if (!/\.bin$/i.test(entry)) {
      yield {
        kind: 'embedded',
        name: posix.basename(entry),
        size,
        open: async (maxBytes) => (await files.read(entry, maxBytes)) ?? new Uint8Array(),
      };
      continue;
    }
    const bytes = (await files.read(entry)) ?? new Uint8Array();
    const found = unwrapObject(openCompoundFile(bytes), posix.basename(entry), bytes);
    if (found)
      yield { kind: 'embedded', name: found.name, size: found.bytes.length, open: async () => found.bytes };
  }
}
