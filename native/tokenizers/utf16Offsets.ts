/**
 * The library counts code points; strings here count UTF-16 code units. A lone surrogate goes over as one
 * replacement character and so counts one on both sides.
 *
 * @returns `[start0, end0, start1, end1, …]` in UTF-16 code units
 */
export function utf16Offsets(text: string, pairs: readonly (readonly number[])[]): Uint32Array {
  const offsets = new Uint32Array(pairs.length * 2);
  const positions = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? codePointPositions(text) : undefined;
  let index = 0;
  for (const pair of pairs) {
    const start = pair[0] ?? 0;
    const end = pair[1] ?? start;
    offsets[index++] = positions?.[start] ?? start;
    offsets[index++] = positions?.[end] ?? end;
  }
  return offsets;
}

/** Where each code point begins, and after the last one the length of the text. */
function codePointPositions(text: string): Uint32Array {
  const positions = new Uint32Array(text.length + 1);
  let count = 0;
  let position = 0;
  while (position < text.length) {
    positions[count++] = position;
    position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
  }
  positions[count] = position;
  return positions.subarray(0, count + 1);
}
