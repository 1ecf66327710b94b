import { extract, type Header } from 'tar-stream';
import { memberTooLarge, memberUnsafe } from '../fileErrors.ts';
import type { ContainerSource, Extracted, MemberFile } from '../format.ts';
import { type ByteStream, collectBytes, streamContent } from './byteStream.ts';
import { isLitter } from './litter.ts';

const blockBytes = 512;
/** Old tars have no magic; that the header's sum is right was seen when it was recognised. */
const leniently: NonNullable<Parameters<typeof extract>[0]> & { allowUnknownFormat: boolean } = {
  allowUnknownFormat: true,
};

export async function extractTar({ content, signal }: ContainerSource): Promise<Extracted> {
  return { metadata: {}, parts: [], warnings: [], members: tarMembers(streamContent(content, signal)) };
}

/** The files of a tar, one after the other as they stream by. Folders and litter are passed over. */
export async function* tarMembers(stream: ByteStream): AsyncGenerator<MemberFile> {
  const parser = extract(leniently);
  const feeding = feed(stream, parser);
  try {
    for await (const entry of parser) {
      const { header } = entry;
      const isFile = header.type === 'file' || header.type === 'contiguous-file';
      if (header.type !== 'directory' && !(isFile && isLitter(header.name))) {
        const unsafe = isFile ? undefined : refusalOf(header);
        const size = header.size ?? 0;
        yield {
          kind: 'archive',
          name: header.name,
          ...(isFile && { size }),
          ...(unsafe && { refused: unsafe }),
          async open(maxBytes) {
            if (size > maxBytes) throw memberTooLarge(header.name, maxBytes);
            return collectBytes(entry as unknown as ByteStream, maxBytes, header.name);
          },
        };
      }
      // Nothing happens to what was read already.
      entry.resume();
    }
    await feeding;
  } finally {
    parser.destroy(null);
    await feeding.catch(() => undefined);
  }
}

function refusalOf({ type, name }: Header) {
  if (type === 'link' || type === 'symlink') return memberUnsafe(name, 'it is a link to another file');
  return memberUnsafe(name, 'it is a device, a pipe or something else that is not a file');
}

type Parser = ReturnType<typeof extract>;

async function feed(stream: ByteStream, parser: Parser): Promise<void> {
  try {
    for await (const chunk of stream) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await drained(parser);
    }
    parser.end(null);
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function drained(parser: Parser): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done);
      parser.off('close', done);
      resolve();
    };
    parser.on('drain', done);
    parser.on('close', done);
  });
}

/** Whether a block of 512 bytes is the header of a tar's first member: its sum is right and it has a name. */
export function isTarHeader(bytes: Uint8Array): boolean {
  if (bytes.length < blockBytes || bytes[0] === 0) return false;
  const stated = Number.parseInt(
    Buffer.from(bytes.subarray(148, 156)).toString('latin1').replace(/\0/g, ' ').trim() || 'x',
    8,
  );
  let sum = 8 * 32;
  for (let index = 0; index < blockBytes; index++) if (index < 148 || index >= 156) sum += bytes[index] ?? 0;
  return sum === stated;
}
