import type { RecordReader } from './records.ts';

/**
 * The table of strings, which goes on over many records: a string may be cut anywhere in its characters, and the
 * next record then says anew how wide they are ([MS-XLS] 2.5.293).
 *
 * @param onString gets each, in order; it may throw to end the reading
 */
export function readSharedStrings(records: readonly RecordReader[], onString: (text: string) => void): void {
  let index = 0;
  let record = records[0];
  if (!record) return;
  record.skip(4);
  const count = record.u32();

  function more(): boolean {
    while (record && record.left === 0) record = records[++index];
    return record !== undefined;
  }

  function skip(bytes: number): void {
    for (let left = bytes; left > 0 && more(); ) {
      const step = Math.min(left, record?.left ?? 0);
      record?.skip(step);
      left -= step;
    }
  }

  for (let read = 0; read < count && more(); read++) {
    const length = record.u16();
    let flags = record.u8();
    const runs = flags & 8 ? record.u16() : 0;
    const phonetic = flags & 4 ? record.u32() : 0;
    let text = '';
    let left = length;
    while (left > 0) {
      if (record.left === 0) {
        if (!more()) break;
        flags = (flags & ~1) | (record.u8() & 1);
      }
      const isWide = (flags & 1) === 1;
      const fits = Math.min(left, Math.floor(record.left / (isWide ? 2 : 1)));
      if (fits === 0) record.skip(record.left);
      text += record.characters(fits, isWide);
      left -= fits;
    }
    onString(text);
    skip(runs * 4);
    skip(phonetic);
  }
}
