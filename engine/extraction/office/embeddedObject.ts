import { posix } from 'node:path';
import { decodeBytes } from './codePages.ts';
import type { CompoundFile } from './compoundFile.ts';

/** A file that was put into a document as an object. */
export interface EmbeddedObject {
  name: string;
  bytes: Uint8Array;
}

/**
 * The file inside the envelope of an OLE object: a package of a newer format, a file as it was dropped in, a PDF,
 * or the old document that the envelope itself is.
 *
 * @param folder storage of the object with its slash, where the compound file holds several
 * @returns undefined where there is nothing that could be read
 */
export function unwrapObject(
  object: CompoundFile,
  name: string,
  whole: Uint8Array,
  folder = '',
): EmbeddedObject | undefined {
  const stem = name.replace(/\.bin$/i, '');
  const packed = object.read(`${folder}Package`);
  if (packed) return { name: stem, bytes: packed };
  const dropped = object.read(`${folder}\u0001Ole10Native`);
  if (dropped) return readNative(dropped, stem);
  const contents = object.read(`${folder}CONTENTS`);
  if (contents && Buffer.from(contents.subarray(0, 5)).toString('latin1') === '%PDF-')
    return { name: `${stem}.pdf`, bytes: contents };
  if (folder !== '') return undefined;
  const isDocument = [
    'WordDocument',
    'Workbook',
    'Book',
    'PowerPoint Document',
    '__properties_version1.0',
  ].some((stream) => object.has(stream));
  return isDocument ? { name: stem, bytes: whole } : undefined;
}

/** [MS-OLEDS] 2.3.6, with the fields that Windows' packager writes: label, path, command, data. */
function readNative(bytes: Uint8Array, fallback: string): EmbeddedObject | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 6;
  const text = () => {
    const end = bytes.indexOf(0, at);
    const value = end < 0 ? '' : decodeBytes(bytes.subarray(at, end), 1252);
    at = end < 0 ? bytes.length : end + 1;
    return value;
  };
  const label = text();
  const path = text();
  at += 4;
  if (at + 4 > bytes.length) return undefined;
  at += 4 + view.getUint32(at, true);
  if (at + 4 > bytes.length) return undefined;
  const size = view.getUint32(at, true);
  const data = bytes.subarray(at + 4, at + 4 + size);
  const name = posix.basename((label || path).replaceAll('\\', '/'));
  return data.length > 0 ? { name: name || fallback, bytes: data } : undefined;
}
