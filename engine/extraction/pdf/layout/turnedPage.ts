/** Where a point of the displayed page stands when the page is turned back by `angle` degrees about its top left. */
export function turnBack(x: number, y: number, angle: number): { x: number; y: number } {
  const { cos, sin } = direction(angle);
  return { x: x * cos + y * sin, y: y * cos - x * sin };
}

/** The inverse: from the writing direction's own coordinates to the displayed page. */
export function turnForth(x: number, y: number, angle: number): { x: number; y: number } {
  const { cos, sin } = direction(angle);
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** Exact for quarter turns, of which nearly all turned text is. */
export function direction(angle: number): { cos: number; sin: number } {
  if (angle === 0) return { cos: 1, sin: 0 };
  if (angle === 90) return { cos: 0, sin: 1 };
  if (angle === 180) return { cos: -1, sin: 0 };
  if (angle === 270) return { cos: 0, sin: -1 };
  return { cos: Math.cos((angle * Math.PI) / 180), sin: Math.sin((angle * Math.PI) / 180) };
}
