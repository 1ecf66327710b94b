/** A section of a WebAssembly module: its number and what is in it. */
export interface WasmSection {
  id: number;
  content: Buffer;
}

export const sectionIds = { functions: 3, globals: 6, exports: 7, code: 10 } as const;

const headerBytes = 8;

export function readSections(module: Buffer): WasmSection[] {
  const sections: WasmSection[] = [];
  for (let at = headerBytes; at < module.length; ) {
    const id = module.readUInt8(at);
    const [size, start] = readNumber(module, at + 1);
    at = start + size;
    sections.push({ id, content: module.subarray(start, at) });
  }
  return sections;
}

export function writeSections(module: Buffer, sections: readonly WasmSection[]): Buffer {
  const parts = sections.flatMap(({ id, content }) => [
    Buffer.from([id]),
    writeNumber(content.length),
    content,
  ]);
  return Buffer.concat([module.subarray(0, headerBytes), ...parts]);
}

/** The code section's functions, in the order of their numbers, imported ones not among them. */
export function readFunctions(code: Buffer): Buffer[] {
  const functions: Buffer[] = [];
  let [count, at] = readNumber(code, 0);
  for (; count > 0; count--) {
    const [size, start] = readNumber(code, at);
    at = start + size;
    functions.push(code.subarray(start, at));
  }
  return functions;
}

/**
 * A code section with other functions in the place of some, and with more at its end.
 *
 * @param replacements by place in the section
 * @param more what is to follow, of the replaced functions as they were
 */
export function rewriteFunctions(
  code: Buffer,
  replacements: ReadonlyMap<number, Buffer>,
  more: (before: ReadonlyMap<number, Buffer>) => readonly Buffer[],
): Buffer {
  const parts: Buffer[] = [];
  const before = new Map<number, Buffer>();
  const [count, first] = readNumber(code, 0);
  let kept = first;
  let at = first;
  for (let index = 0; index < count; index++) {
    const [size, start] = readNumber(code, at);
    const replacement = replacements.get(index);
    if (replacement) {
      before.set(index, code.subarray(start, start + size));
      parts.push(code.subarray(kept, at), writeNumber(replacement.length), replacement);
      kept = start + size;
    }
    at = start + size;
  }
  const added = more(before);
  parts.push(code.subarray(kept), ...added.flatMap((body) => [writeNumber(body.length), body]));
  return Buffer.concat([writeNumber(count + added.length), ...parts]);
}

/** A section that is a list, with more at its end. */
export function appendEntries(list: Buffer, entries: readonly Buffer[]): Buffer {
  const [count, start] = readNumber(list, 0);
  return Buffer.concat([writeNumber(count + entries.length), list.subarray(start), ...entries]);
}

/** Unsigned LEB128; the number and where it ends. */
function readNumber(bytes: Buffer, at: number): [value: number, end: number] {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes.readUInt8(at++);
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
  }
}

export function writeNumber(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest & 127) | 128);
  }
}
