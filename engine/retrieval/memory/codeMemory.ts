import { hammingModule } from './hamming.generated.ts';

/** Slots a block: their codes, distances and mask stand together, so that growing never copies. */
export const slotsPerBlock = 4096;
const pageBytes = 65_536;
const notScanned = 0xffff;

/** Slots and their Hamming distances to a query, nearest first; of equals the lower slot comes first. */
export interface Nearest {
  readonly slots: Int32Array;
  readonly distances: Uint16Array;
}

/** Sign codes of a model, a slot each, in WebAssembly memory. */
export interface CodeMemory {
  readonly bytes: number;
  /** Makes room for slots up to `count`. @throws RangeError when the machine has no memory left */
  reserve(count: number): void;
  set(slot: number, code: Uint8Array): void;
  /** Reads a code; the bytes are valid until `reserve` is called. */
  get(slot: number): Uint8Array;
  /**
   * The nearest slots of blocks `[fromBlock, toBlock)`: at least `count` of those that `fillMask` lets through,
   * where there are so many, and all that are as near as the last of them. A million slots take some 15 ms.
   *
   * @param fillMask writes 1 for each slot of the block that may be found, from its first slot on, else 0
   */
  nearest(
    query: Uint8Array,
    count: number,
    range: { fromBlock: number; toBlock: number; slots: number },
    fillMask: (firstSlot: number, mask: Uint8Array) => void,
  ): Nearest;
}

interface HammingExports {
  memory: WebAssembly.Memory;
  scan(
    codes: number,
    mask: number,
    count: number,
    stride: number,
    distances: number,
    histogram: number,
  ): void;
}

const compiled = new WebAssembly.Module(Buffer.from(hammingModule, 'base64'));

/** @param codeLength bytes a code, a multiple of 16 */
export function createCodeMemory(codeLength: number): CodeMemory {
  const { memory, scan } = new WebAssembly.Instance(compiled).exports as HammingExports;
  const histogramAt = codeLength;
  const histogramLength = codeLength * 8 + 1;
  const firstBlockAt = Math.ceil((histogramAt + histogramLength * 4) / 16) * 16;
  const distancesAt = slotsPerBlock * codeLength;
  const maskAt = distancesAt + slotsPerBlock * 2;
  const blockBytes = maskAt + slotsPerBlock;
  const block = (index: number) => firstBlockAt + index * blockBytes;
  const addressOf = (slot: number) =>
    block(Math.floor(slot / slotsPerBlock)) + (slot % slotsPerBlock) * codeLength;

  return {
    get bytes() {
      return memory.buffer.byteLength;
    },
    reserve(count) {
      const needed = block(Math.ceil(count / slotsPerBlock));
      const missing = needed - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    },
    set(slot, code) {
      new Uint8Array(memory.buffer, addressOf(slot), codeLength).set(code);
    },
    get: (slot) => new Uint8Array(memory.buffer, addressOf(slot), codeLength),
    nearest(query, count, { fromBlock, toBlock, slots }, fillMask) {
      new Uint8Array(memory.buffer, 0, codeLength).set(query);
      const histogram = new Uint32Array(memory.buffer, histogramAt, histogramLength).fill(0);
      const inBlock = (index: number) => Math.min(slotsPerBlock, slots - index * slotsPerBlock);
      for (let index = fromBlock; index < toBlock && inBlock(index) > 0; index++) {
        const address = block(index);
        fillMask(index * slotsPerBlock, new Uint8Array(memory.buffer, address + maskAt, inBlock(index)));
        scan(address, address + maskAt, inBlock(index), codeLength, address + distancesAt, histogramAt);
      }
      let limit = 0;
      let within = histogram[0] ?? 0;
      while (within < count && limit + 1 < histogramLength) {
        limit += 1;
        within += histogram[limit] ?? 0;
      }
      const found: { slot: number; distance: number }[] = [];
      for (let index = fromBlock; index < toBlock && inBlock(index) > 0; index++) {
        const distances = new Uint16Array(memory.buffer, block(index) + distancesAt, inBlock(index));
        for (let offset = 0; offset < distances.length; offset++) {
          const distance = distances[offset] ?? notScanned;
          if (distance <= limit) found.push({ slot: index * slotsPerBlock + offset, distance });
        }
      }
      found.sort((a, b) => a.distance - b.distance || a.slot - b.slot);
      return {
        slots: Int32Array.from(found, ({ slot }) => slot),
        distances: Uint16Array.from(found, ({ distance }) => distance),
      };
    },
  };
}
