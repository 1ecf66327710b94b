/** A box of an MP4 (ISO 14496-12, 4.2), as offsets into the bytes it is in. */
export interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  content: number;
  end: number;
}

/** The box at an offset; null where none can be. A box of unknown length ends with what it is in. */
export function readBox(bytes: Uint8Array, at: number, end = bytes.length): Box | null {
  if (at + 8 > end) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size = view.getUint32(at);
  let content = at + 8;
  if (size === 1) {
    if (at + 16 > end) return null;
    size = view.getUint32(at + 8) * 2 ** 32 + view.getUint32(at + 12);
    content = at + 16;
  } else if (size === 0) size = end - at;
  if (size < content - at) return null;
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
  return { type, start: at, content, end: at + size };
}

export function childBoxes(bytes: Uint8Array, from: number, end: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at < end; ) {
    const box = readBox(bytes, at, end);
    if (!box || box.end > end) break;
    found.push(box);
    at = box.end;
  }
  return found;
}

/** The first box along a path of types below another. */
export function findBox(
  bytes: Uint8Array,
  within: Pick<Box, 'content' | 'end'>,
  ...path: string[]
): Box | null {
  let inside = within;
  let found: Box | null = null;
  for (const type of path) {
    found = childBoxes(bytes, inside.content, inside.end).find((box) => box.type === type) ?? null;
    if (!found) return null;
    inside = found;
  }
  return found;
}

export type Content = Uint8Array | number[];

export function box(type: string, ...contents: Content[]): Uint8Array<ArrayBuffer> {
  const body = join(contents);
  return join([uint32(body.length + 8), [...type].map((letter) => letter.charCodeAt(0)), body]);
}

export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...contents: Content[]
): Uint8Array<ArrayBuffer> {
  return box(type, uint32(version * 2 ** 24 + flags), ...contents);
}

export function uint32(...values: number[]): number[] {
  return values.flatMap((value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff));
}

export function uint16(...values: number[]): number[] {
  return values.flatMap((value) => [(value >>> 8) & 0xff, value & 0xff]);
}

export function uint64(value: number): number[] {
  return uint32(Math.floor(value / 2 ** 32), value % 2 ** 32);
}

export function join(parts: readonly Content[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
