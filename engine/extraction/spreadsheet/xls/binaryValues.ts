const scratch = new DataView(new ArrayBuffer(8));

/** A number packed in four bytes: the upper half of a double or an integer, maybe in hundredths ([MS-XLS] 2.5.217). */
export function unpackNumber(packed: number): number {
  let value: number;
  if (packed & 2) value = packed >> 2;
  else {
    scratch.setUint32(0, packed & 0xfffffffc);
    scratch.setUint32(4, 0);
    value = scratch.getFloat64(0);
  }
  return packed & 1 ? value / 100 : value;
}

/** Errors by their numbers in the file ([MS-XLS] 2.5.10). */
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

export function errorName(code: number): string {
  return errors[code] ?? '#ERROR!';
}
