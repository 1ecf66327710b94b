interface FoundPicture {
  extension: 'jpg' | 'png';
  bytes: Uint8Array;
}

const maxPictures = 500;
/** Records of JPEG and PNG pictures; [MS-ODRAW] 2.2.23. */
const kinds: Readonly<Record<number, 'jpg' | 'png'>> = { 61469: 'jpg', 61470: 'png', 61482: 'jpg' };
const starts = { jpg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47] } as const;

/** The pictures of a drawing's records, wherever they lie in a stream. */
export function findPictures(stream: Uint8Array): FoundPicture[] {
  const found: FoundPicture[] = [];
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 2; at + 8 < stream.length && found.length < maxPictures; at++) {
    const extension = stream[at + 1] === 0xf0 ? kinds[view.getUint16(at, true)] : undefined;
    if (!extension) continue;
    const end = at + 6 + view.getUint32(at + 2, true);
    if (end > stream.length) continue;
    // Before the picture stand one or two checksums and a tag.
    const start = [17, 33]
      .map((skip) => at + 6 + skip)
      .find((offset) => starts[extension].every((byte, index) => stream[offset + index] === byte));
    if (start === undefined || start >= end) continue;
    found.push({ extension, bytes: stream.subarray(start, end) });
    at = end - 1;
  }
  return found;
}
