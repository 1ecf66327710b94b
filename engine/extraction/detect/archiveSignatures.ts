import { isTarHeader } from '../archives/extractTar.ts';

const signatures: readonly [mediaType: string, signature: readonly number[]][] = [
  ['application/gzip', [0x1f, 0x8b, 0x08]],
  ['application/x-7z-compressed', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['application/vnd.rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['application/x-xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['application/zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  // After the size of its blocks stands the mark of the first block, or of the end.
  ['application/x-bzip2', [0x42, 0x5a, 0x68, -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
  ['application/x-bzip2', [0x42, 0x5a, 0x68, -1, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90]],
];

/** Archives show themselves by their first bytes, whatever the name; zips are told apart elsewhere. */
export function archiveMediaType(bytes: Uint8Array): string | undefined {
  for (const [mediaType, signature] of signatures)
    if (signature.every((byte, index) => byte === -1 || bytes[index] === byte)) return mediaType;
  return isTarHeader(bytes) ? 'application/x-tar' : undefined;
}
