/**
 * The direction of writing that is turned clockwise by `angle` degrees; exact for quarter turns, of which nearly all
 * turned text is. From the writing's own coordinates a point comes to the displayed page as x cos - y sin, x sin + y cos.
 */
export function direction(angle: number): { cos: number; sin: number } {
  if (angle === 0) return { cos: 1, sin: 0 };
  if (angle === 90) return { cos: 0, sin: 1 };
  if (angle === 180) return { cos: -1, sin: 0 };
  if (angle === 270) return { cos: 0, sin: -1 };
  return { cos: Math.cos((angle * Math.PI) / 180), sin: Math.sin((angle * Math.PI) / 180) };
}
