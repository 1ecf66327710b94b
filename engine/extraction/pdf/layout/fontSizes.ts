/** How much text is set in each size. */
export interface LengthCount {
  add(size: number, length: number): void;
  /** The size of the most text, in half points; 0 without any. */
  mostUsed(): number;
}

export function createLengthCount(): LengthCount {
  // By whole numbers: a map finds fractions slowly, and there is one for every line.
  const lengths = new Map<number, number>();
  return {
    add(size, length) {
      const halves = Math.round(size * 2);
      lengths.set(halves, (lengths.get(halves) ?? 0) + length);
    },
    mostUsed() {
      let best = 0;
      let most = -1;
      for (const [halves, length] of lengths) if (length > most) [best, most] = [halves, length];
      return best / 2;
    },
  };
}

/** To half points. */
export function roundedSize(size: number): number {
  return Math.round(size * 2) / 2;
}
