import type { MemberFile } from '../format.ts';
import type { CompoundFile } from '../office/compoundFile.ts';
import { unwrapObject } from '../office/embeddedObject.ts';
import { findPictures } from './findPictures.ts';

/**
 * Files inside an old office document: objects that hold one, and the pictures of a document that has no text.
 *
 * @param folder storage with the objects
 * @param pictureStreams streams to look for pictures in
 */
export function legacyMembers(
  file: CompoundFile,
  folder: string,
  pictureStreams: readonly string[],
): AsyncIterable<MemberFile> | undefined {
  const objects = new Set<string>();
  for (const name of file.names) {
    const object = new RegExp(`^${folder}/[^/]+/`).exec(name)?.[0];
    if (object) objects.add(object);
  }
  const members: MemberFile[] = [];
  for (const object of objects) {
    const found = unwrapObject(file, object.split('/')[1] ?? 'object', new Uint8Array(), object);
    if (found) members.push(memberOf(found.name, found.bytes));
  }
  for (const stream of pictureStreams) {
    for (const { extension, bytes } of findPictures(file.read(stream) ?? new Uint8Array()))
      members.push(memberOf(`picture ${members.length + 1}.${extension}`, bytes));
  }
  return members.length > 0 ? each(members) : undefined;
}

function memberOf(name: string, bytes: Uint8Array): MemberFile {
  return { kind: 'embedded', name, size: bytes.length, open: async () => bytes };
}

async function* each(members: readonly MemberFile[]): AsyncGenerator<MemberFile> {
  yield* members;
}
