/** One record of a binary workbook; what lies beyond its end reads as nothing. */
export class RecordReader {
  readonly type: number;
  readonly #view: DataView;
  #at = 0;

  constructor(type: number, bytes: Uint8Array) {
    this.type = type;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  skip(count: number): void {
    this.#at = Math.min(this.#view.byteLength, this.#at + count);
  }

  u8(): number {
    return this.left < 1 ? this.#end() : this.#view.getUint8(this.#at++);
  }

  u16(): number {
    if (this.left < 2) return this.#end();
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  u32(): number {
    if (this.left < 4) return this.#end();
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  i32(): number {
    return this.u32() | 0;
  }

  f64(): number {
    if (this.left < 8) return this.#end();
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  bytes(count: number): Uint8Array {
    const length = Math.min(Math.max(0, count), this.left);
    const start = this.#view.byteOffset + this.#at;
    this.#at += length;
    return new Uint8Array(this.#view.buffer as ArrayBuffer, start, length);
  }

  /** Characters of two bytes, or of one that are the first 256 of Unicode. */
  characters(count: number, isWide: boolean): string {
    const bytes = this.bytes(isWide ? count * 2 : count);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
      isWide ? 'utf16le' : 'latin1',
    );
  }

  #end(): number {
    this.#at = this.#view.byteLength;
    return 0;
  }
}

/** Records with a type and a length of two bytes each, as the workbooks of 1993 to 2003 have them. */
export function* biffRecords(stream: Uint8Array, from: number): Generator<RecordReader> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = from; at + 4 <= stream.length; ) {
    const length = view.getUint16(at + 2, true);
    yield new RecordReader(view.getUint16(at, true), stream.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
}

/** Records with a type of one or two bytes and a length of one to four, seven bits each. */
export function* xlsbRecords(stream: Uint8Array): Generator<RecordReader> {
  let at = 0;
  while (at < stream.length) {
    let type = stream[at++] ?? 0;
    if (type & 0x80) type = (type & 0x7f) | (((stream[at++] ?? 0) & 0x7f) << 7);
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = stream[at++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    yield new RecordReader(type, stream.subarray(at, at + length));
    at += length;
  }
}
