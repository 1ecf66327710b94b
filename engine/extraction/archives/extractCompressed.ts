import { fileUnsupported } from '../fileErrors.ts';
import type { ContainerSource, Extracted, MemberFile } from '../format.ts';
import { collectBytes, peekBytes, streamContent } from './byteStream.ts';
import { decompressors } from './decompress.ts';
import { isTarHeader, tarMembers } from './extractTar.ts';
import { createUnpackingGuard, guardStream } from './unpackingLimits.ts';

const tarBlockBytes = 512;

/** What is packed as one stream: the files of a tar, which is never held whole, or the one file that it is. */
export async function extractCompressed(source: ContainerSource): Promise<Extracted> {
  return { metadata: {}, parts: [], warnings: [], members: compressedMembers(source) };
}

async function* compressedMembers(source: ContainerSource): AsyncGenerator<MemberFile> {
  const { name, mediaType, content, limits, signal } = source;
  const decompress = decompressors[mediaType];
  if (!decompress) throw fileUnsupported(name, mediaType);
  let packed = 0;
  async function* countPacked() {
    for await (const chunk of streamContent(content, signal)) {
      packed += chunk.length;
      yield chunk;
    }
  }
  const guard = createUnpackingGuard(name, limits, () => packed);
  const [head, stream] = await peekBytes(guardStream(decompress(countPacked()), guard), tarBlockBytes);
  if (isTarHeader(head)) {
    yield* tarMembers(stream);
    return;
  }
  try {
    const inner =
      (mediaType === 'application/gzip' && nameInGzip(await content.read(0, 1024))) || nameWithout(name);
    yield {
      kind: 'archive',
      name: inner,
      packedSize: content.size,
      open: (maxBytes) => collectBytes(stream, maxBytes, inner),
    };
  } finally {
    await stream[Symbol.asyncIterator]().return?.();
  }
}

/** The name that gzip kept of the file it packed, if it did. */
function nameInGzip(head: Uint8Array): string | undefined {
  const flags = head[3] ?? 0;
  if ((flags & 8) === 0) return undefined;
  const start = 10 + (flags & 4 ? 2 + (head[10] ?? 0) + (head[11] ?? 0) * 256 : 0);
  const end = head.indexOf(0, start);
  if (end <= start) return undefined;
  const raw = Buffer.from(head.subarray(start, end));
  const name = raw.toString('utf8').includes('\ufffd') ? raw.toString('latin1') : raw.toString('utf8');
  return name.split(/[/\\]/).at(-1);
}

const innerExtensions: Readonly<Record<string, string>> = {
  tgz: 'tar',
  taz: 'tar',
  tbz: 'tar',
  tbz2: 'tar',
  txz: 'tar',
  tzst: 'tar',
  svgz: 'svg',
  emz: 'emf',
  wmz: 'wmf',
};

/** `report.txt.gz` holds `report.txt`, `figure.svgz` a `figure.svg`. */
function nameWithout(name: string): string {
  const base = name.split('/').at(-1) ?? name;
  const [, stem = base, extension = ''] = /^(.+)\.([^.]+)$/.exec(base) ?? [];
  const inner = innerExtensions[extension.toLowerCase()];
  return inner ? `${stem}.${inner}` : stem;
}
