const sectorBytes = 512;
const endOfChain = 0xfffffffe;
const free = 0xffffffff;

/** A compound file of streams at its root, each in sectors of its own; padded so that none is a small one. */
export function buildCompoundFile(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(streams);
  const contents = names.map((name) => {
    const content = streams[name] ?? new Uint8Array();
    const padded = new Uint8Array(Math.max(4096, Math.ceil(content.length / sectorBytes) * sectorBytes));
    padded.set(content);
    return padded;
  });
  const directorySectors = Math.ceil((names.length + 1) / 4);
  const dataSectors = contents.reduce((sum, content) => sum + content.length / sectorBytes, 0);
  const fatSectors = Math.ceil((directorySectors + dataSectors + 8) / 127);
  const file = new Uint8Array((1 + fatSectors + directorySectors + dataSectors) * sectorBytes);
  const view = new DataView(file.buffer);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, fatSectors, true);
  view.setUint32(48, fatSectors, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, endOfChain, true);
  view.setUint32(68, endOfChain, true);
  for (let index = 0; index < 109; index++)
    view.setUint32(76 + index * 4, index < fatSectors ? index : free, true);
  const link = (sector: number, next: number) => view.setUint32(sectorBytes + sector * 4, next, true);
  for (let sector = 0; sector < fatSectors * 128; sector++) link(sector, free);
  const chain = (start: number, count: number) => {
    for (let index = 0; index < count; index++)
      link(start + index, index === count - 1 ? endOfChain : start + index + 1);
  };
  chain(fatSectors, directorySectors);
  let next = fatSectors + directorySectors;
  const entry = (
    index: number,
    name: string,
    type: number,
    start: number,
    size: number,
    right: number,
    child: number,
  ) => {
    const at = (1 + fatSectors) * sectorBytes + index * 128;
    file.set(Buffer.from(name, 'utf16le'), at);
    view.setUint16(at + 64, name.length * 2 + 2, true);
    file[at + 66] = type;
    view.setUint32(at + 68, free, true);
    view.setUint32(at + 72, right, true);
    view.setUint32(at + 76, child, true);
    view.setUint32(at + 116, start, true);
    view.setUint32(at + 120, size, true);
  };
  entry(0, 'Root Entry', 5, endOfChain, 0, free, 1);
  for (const [index, content] of contents.entries()) {
    const right = index + 1 < names.length ? index + 2 : free;
    entry(index + 1, names[index] ?? '', 2, next, content.length, right, free);
    chain(next, content.length / sectorBytes);
    file.set(content, (1 + next) * sectorBytes);
    next += content.length / sectorBytes;
  }
  return file;
}
