import type { BitInput } from './bitInput.ts';

const maxCodeLength = 20;
const maxSymbols = 258;
const groupSize = 50;
const runA = 0;
const runB = 1;

/** A block that is read and not yet written out. */
export interface Bzip2Block {
  /** Fills `output` and says how much of it; less than all of it is the end. */
  write(output: Uint8Array): number;
  /** Of all that was written. */
  checksum(): number;
}

/**
 * Reads what stands between a block's checksum and the next block.
 *
 * @param table room for the block, of its largest size; in use until the block is written out
 */
export function readBzip2Block(input: BitInput, table: Uint32Array): Bzip2Block {
  if (input.read(1) === 1) throw new Error('Blocks of bzip2 before 0.9.5 cannot be read.');
  const origin = input.read(24);
  const symbols = readSymbols(input);
  const codes = symbols.length + 2;
  const groups = input.read(3);
  if (groups < 2 || groups > 6) throw new Error('The number of code tables is wrong.');
  const selectors = readSelectors(input, groups);
  const tables = Array.from({ length: groups }, () => readCodes(input, codes));
  const counts = new Uint32Array(256);
  const length = readRuns(input, { symbols, selectors, tables, table, counts });
  if (origin >= length) throw new Error('The block points past its end.');
  // Each entry gets, above its byte, where the next one stands (the inverse of Burrows and Wheeler).
  let sum = 0;
  const starts = counts.map((count) => {
    const start = sum;
    sum += count;
    return start;
  });
  for (let index = 0; index < length; index++) {
    const byte = (table[index] ?? 0) & 0xff;
    const at = starts[byte] ?? 0;
    starts[byte] = at + 1;
    table[at] = (table[at] ?? 0) | (index << 8);
  }
  return writeBlock(table, length, origin);
}

function readSymbols(input: BitInput): Uint8Array {
  const used = input.read(16);
  const symbols: number[] = [];
  for (let high = 0; high < 16; high++) {
    if ((used & (0x8000 >> high)) === 0) continue;
    const bits = input.read(16);
    for (let low = 0; low < 16; low++) if (bits & (0x8000 >> low)) symbols.push(high * 16 + low);
  }
  if (symbols.length === 0) throw new Error('The block holds no symbols.');
  return Uint8Array.from(symbols);
}

function readSelectors(input: BitInput, groups: number): Uint8Array {
  const count = input.read(15);
  if (count === 0) throw new Error('The block has no selectors.');
  const order = Array.from({ length: groups }, (_, index) => index);
  const selectors = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    let at = 0;
    while (input.read(1) === 1) if (++at >= groups) throw new Error('A selector is wrong.');
    const [chosen = 0] = order.splice(at, 1);
    order.unshift(chosen);
    selectors[index] = chosen;
  }
  return selectors;
}

interface CodeTable {
  /** By the next 20 bits' prefix of a length: the largest code of that length. */
  limits: Int32Array;
  /** What to add to a code of a length to find its symbol. */
  offsets: Int32Array;
  symbols: Uint16Array;
  shortest: number;
}

function readCodes(input: BitInput, count: number): CodeTable {
  const lengths = new Uint8Array(count);
  let length = input.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > maxCodeLength) throw new Error('A code has a wrong length.');
      if (input.read(1) === 0) break;
      length += input.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  const limits = new Int32Array(maxCodeLength + 2).fill(-1);
  const offsets = new Int32Array(maxCodeLength + 2);
  const symbols = new Uint16Array(maxSymbols);
  let shortest = 0;
  let code = 0;
  let used = 0;
  for (let bits = 1; bits <= maxCodeLength; bits++) {
    const first = used;
    for (let symbol = 0; symbol < count; symbol++) if (lengths[symbol] === bits) symbols[used++] = symbol;
    offsets[bits] = first - code;
    code += used - first;
    if (used > first && shortest === 0) shortest = bits;
    if (used > first) limits[bits] = code - 1;
    code <<= 1;
  }
  return { limits, offsets, symbols, shortest };
}

function readSymbol(input: BitInput, codes: CodeTable): number {
  const bits = input.peek(maxCodeLength);
  for (let length = codes.shortest; length <= maxCodeLength; length++) {
    const code = bits >>> (maxCodeLength - length);
    if (code > (codes.limits[length] ?? -1)) continue;
    input.skip(length);
    return codes.symbols[code + (codes.offsets[length] ?? 0)] ?? 0;
  }
  throw new Error('A code is not in its table.');
}

interface Runs {
  symbols: Uint8Array;
  selectors: Uint8Array;
  tables: readonly CodeTable[];
  table: Uint32Array;
  counts: Uint32Array;
}

/** Undoes the codes, the runs and the moving to the front; gives the length of the block. */
function readRuns(input: BitInput, { symbols, selectors, tables, table, counts }: Runs): number {
  const front = Uint8Array.from(symbols);
  const end = symbols.length + 1;
  let length = 0;
  let run = 0;
  let weight = 1;
  for (let read = 0; ; read++) {
    const codes = tables[selectors[Math.floor(read / groupSize)] ?? -1];
    if (!codes) throw new Error('The block goes on past its selectors.');
    const symbol = readSymbol(input, codes);
    if (symbol === runA || symbol === runB) {
      run += weight << symbol;
      weight <<= 1;
      if (run > table.length) throw new Error('A run is longer than its block.');
      continue;
    }
    if (run > 0) {
      if (length + run > table.length) throw new Error('The block is longer than it may be.');
      const byte = front[0] ?? 0;
      counts[byte] = (counts[byte] ?? 0) + run;
      table.fill(byte, length, length + run);
      length += run;
      run = 0;
      weight = 1;
    }
    if (symbol === end) return length;
    if (length >= table.length) throw new Error('The block is longer than it may be.');
    const byte = front[symbol - 1] ?? 0;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    counts[byte] = (counts[byte] ?? 0) + 1;
    table[length++] = byte;
  }
}

/** Walks the block in its order and undoes the first runs: four equal bytes and how many more. */
function writeBlock(table: Uint32Array, length: number, origin: number): Bzip2Block {
  let at = (table[origin] ?? 0) >>> 8;
  let walked = 0;
  let previous = -1;
  let equal = 0;
  let repeats = 0;
  let crc = 0xffffffff;
  return {
    write(output) {
      let written = 0;
      while (written < output.length) {
        if (repeats > 0) repeats--;
        else {
          if (walked >= length) break;
          const entry = table[at] ?? 0;
          at = entry >>> 8;
          walked++;
          const byte = entry & 0xff;
          if (equal === 4) {
            equal = 0;
            repeats = byte;
            continue;
          }
          equal = byte === previous ? equal + 1 : 1;
          previous = byte;
        }
        output[written++] = previous;
        crc = ((crc << 8) ^ (checksums[((crc >>> 24) ^ previous) & 0xff] ?? 0)) | 0;
      }
      return written;
    },
    checksum: () => ~crc >>> 0,
  };
}

/** CRC-32 with the highest bit first, as bzip2 has it. */
const checksums = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});
