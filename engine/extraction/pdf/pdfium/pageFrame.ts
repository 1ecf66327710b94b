/** The displayed page, and how to come to it from the page's own space (origin anywhere, y upwards). */
export interface PageFrame {
  width: number;
  height: number;
  /** Quarter turns clockwise by which the page is displayed. */
  turns: number;
  /** x' = a x + c y + e and y' = b x + d y + f, to the displayed page: origin top left, y downwards. */
  matrix: { a: number; b: number; c: number; d: number; e: number; f: number };
}

export function createFrame(
  page: { left: number; top: number; right: number; bottom: number },
  turns: number,
): PageFrame {
  const { left, top, right, bottom } = page;
  const across = Math.max(1, right - left);
  const down = Math.max(1, top - bottom);
  const matrices = [
    { a: 1, b: 0, c: 0, d: -1, e: -left, f: top },
    { a: 0, b: 1, c: 1, d: 0, e: -bottom, f: -left },
    { a: -1, b: 0, c: 0, d: 1, e: right, f: -bottom },
    { a: 0, b: -1, c: -1, d: 0, e: top, f: right },
  ];
  return {
    width: turns % 2 === 0 ? across : down,
    height: turns % 2 === 0 ? down : across,
    turns,
    matrix: matrices[turns] ?? { a: 1, b: 0, c: 0, d: -1, e: -left, f: top },
  };
}
