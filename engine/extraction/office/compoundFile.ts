const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const freeSector = 0xfffffffa;
const noEntry = 0xffffffff;
const entryBytes = 128;
const maxEntries = 100_000;

/**
 * The file of files that old office programs write (OLE, [MS-CFB]). Streams are read when asked for; chains that
 * run in circles or out of the file end where they stop making sense.
 */
export interface CompoundFile {
  /** Streams by path (`WordDocument`, `ObjectPool/_1/Package`), in any case of letters. */
  readonly names: readonly string[];
  has(path: string): boolean;
  /** The stream's bytes; undefined where there is none. */
  read(path: string): Uint8Array | undefined;
}

interface Entry {
  name: string;
  isStorage: boolean;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

/** @throws Error when the header or the directory make no sense */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 512 || signature.some((byte, index) => bytes[index] !== byte))
    throw new Error('No compound file.');
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) throw new Error('A compound file with impossible sectors.');
  const sectorSize = 1 << shift;
  const sectorCount = Math.ceil(bytes.length / sectorSize);
  const fat = readFat(view, sectorSize, sectorCount);

  /** The sectors of a chain, in order; a circle ends it. */
  function chain(start: number, table: Uint32Array): number[] {
    const sectors: number[] = [];
    const seen = new Set<number>();
    for (
      let sector = start;
      sector < freeSector && sector < table.length;
      sector = table[sector] ?? noEntry
    ) {
      if (seen.has(sector)) break;
      seen.add(sector);
      sectors.push(sector);
    }
    return sectors;
  }

  function gather(
    source: Uint8Array,
    sectors: readonly number[],
    size: number,
    at: (sector: number) => number,
  ) {
    const pieces: Uint8Array[] = [];
    for (const sector of sectors) pieces.push(source.subarray(at(sector), at(sector) + size));
    return new Uint8Array(Buffer.concat(pieces));
  }

  const big = (start: number) =>
    gather(bytes, chain(start, fat), sectorSize, (sector) => (sector + 1) * sectorSize);
  const entries = readEntries(big(view.getUint32(48, true)), shift);
  const root = entries[0];
  if (!root) throw new Error('A compound file without a directory.');
  const miniTable = toSectors(big(view.getUint32(60, true)));
  const miniCutoff = view.getUint32(56, true);
  let mini: Uint8Array | undefined;

  function content({ start, size }: Entry): Uint8Array {
    if (size === 0) return new Uint8Array();
    if (size >= miniCutoff) return big(start).subarray(0, size);
    mini ??= big(root?.start ?? noEntry);
    return gather(mini, chain(start, miniTable), 64, (sector) => sector * 64).subarray(0, size);
  }

  const streams = new Map<string, Entry>();
  const names: string[] = [];
  const visited = new Set<number>();
  const waiting: [entry: number, folder: string][] = [[root.child, '']];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [index, folder] = next;
    const entry = entries[index];
    if (!entry || index === 0 || visited.has(index)) continue;
    visited.add(index);
    waiting.push([entry.right, folder], [entry.left, folder]);
    const path = folder + entry.name;
    if (entry.isStorage) waiting.push([entry.child, `${path}/`]);
    else if (!streams.has(path.toLowerCase())) {
      streams.set(path.toLowerCase(), entry);
      names.push(path);
    }
  }

  return {
    names,
    has: (path) => streams.has(path.toLowerCase()),
    read(path) {
      const entry = streams.get(path.toLowerCase());
      return entry && content(entry);
    },
  };
}

function readFat(view: DataView, sectorSize: number, sectorCount: number): Uint32Array {
  const perSector = sectorSize / 4;
  const fatSectors: number[] = [];
  for (let index = 0; index < 109; index++) fatSectors.push(view.getUint32(76 + index * 4, true));
  let next = view.getUint32(68, true);
  for (let hops = 0; next < freeSector && next < sectorCount && hops < sectorCount; hops++) {
    const at = (next + 1) * sectorSize;
    if (at + sectorSize > view.byteLength) break;
    for (let index = 0; index < perSector - 1; index++) fatSectors.push(view.getUint32(at + index * 4, true));
    next = view.getUint32(at + sectorSize - 4, true);
    if (fatSectors.length > sectorCount) break;
  }
  const fat = new Uint32Array(sectorCount).fill(noEntry);
  let sector = 0;
  for (const fatSector of fatSectors) {
    if (sector >= sectorCount) break;
    const at = (fatSector + 1) * sectorSize;
    for (let index = 0; index < perSector && sector < sectorCount; index++, sector++) {
      if (fatSector < freeSector && at + index * 4 + 4 <= view.byteLength)
        fat[sector] = view.getUint32(at + index * 4, true);
    }
  }
  return fat;
}

function readEntries(directory: Uint8Array, shift: number): Entry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const count = Math.min(Math.floor(directory.length / entryBytes), maxEntries);
  return Array.from({ length: count }, (_, index) => {
    const at = index * entryBytes;
    const nameBytes = Math.min(64, view.getUint16(at + 64, true));
    const name = Buffer.from(directory.subarray(at, at + Math.max(0, nameBytes - 2))).toString('utf16le');
    const type = directory[at + 66] ?? 0;
    // Sectors of 512 bytes go with 32-bit sizes; the upper half may hold anything then.
    const high = shift === 12 ? view.getUint32(at + 124, true) : 0;
    return {
      name,
      isStorage: type === 1,
      left: view.getUint32(at + 68, true),
      right: view.getUint32(at + 72, true),
      child: type === 1 || type === 5 ? view.getUint32(at + 76, true) : noEntry,
      start: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true) + high * 2 ** 32,
    };
  });
}

function toSectors(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    view.getUint32(index * 4, true),
  );
}
