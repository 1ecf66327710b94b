type Read = (offset: number, target: Uint8Array) => number;

const folders = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);
/** Sample entries of sound that only a player with a key reads: common encryption, FairPlay, Audible. */
const lockedSound = new Set(['enca', 'drms', 'aavd']);
/** The same of pictures; they keep nobody from hearing what is not locked. */
const lockedPictures = new Set(['encv', 'drmi']);
const maxBoxes = 20_000;

/**
 * Whether the sound of an MP4 or QuickTime file is described as encrypted, or where it has none, its pictures. FFmpeg puts the kind behind the encryption in
 * its place and hands on what nobody can decode.
 */
export function hasProtectedEntries(read: Read, size: number, hasSound: boolean): boolean {
  const locked = hasSound ? lockedSound : lockedPictures;
  let boxes = 0;
  return search(0, size);

  function search(from: number, to: number): boolean {
    for (let offset = from; offset + 8 <= to; ) {
      const head = Buffer.alloc(24);
      if (boxes++ > maxBoxes || read(offset, head) < 8) return false;
      const name = head.toString('latin1', 4, 8);
      const short = head.readUInt32BE(0);
      const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - offset : short;
      if (length < 8) return false;
      const end = Math.min(to, offset + length);
      // Version and count stand before the entries; the first says it of the track.
      if (name === 'stsd' && locked.has(head.toString('latin1', 20, 24))) return true;
      if (folders.has(name) && search(offset + (short === 1 ? 16 : 8), end)) return true;
      offset += length;
    }
    return false;
  }
}
