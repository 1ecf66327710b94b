import type { Box } from '@adiuva/contracts';
import type { PixelBox } from './textEngine.ts';

/**
 * A box in a turned drawing as fractions of the picture before it was turned. The turned drawing is as large as all
 * of the picture needs, and both have one centre.
 *
 * @param degrees clockwise, by which the picture was turned before it was read
 */
export function toFractions(box: PixelBox, turned: { width: number; height: number }, degrees: number): Box {
  const original = sizeBefore(turned, degrees);
  const angle = (-degrees * Math.PI) / 180;
  const corners = [
    [box.left, box.top],
    [box.right, box.top],
    [box.left, box.bottom],
    [box.right, box.bottom],
  ].map(([x = 0, y = 0]) => {
    const across = x - turned.width / 2;
    const down = y - turned.height / 2;
    return {
      x: (across * Math.cos(angle) - down * Math.sin(angle) + original.width / 2) / original.width,
      y: (across * Math.sin(angle) + down * Math.cos(angle) + original.height / 2) / original.height,
    };
  });
  const left = within(Math.min(...corners.map(({ x }) => x)));
  const top = within(Math.min(...corners.map(({ y }) => y)));
  return {
    x: left,
    y: top,
    width: within(Math.max(...corners.map(({ x }) => x))) - left,
    height: within(Math.max(...corners.map(({ y }) => y))) - top,
  };
}

/** Solves width·cos + height·sin for the size that grew to this when it was turned. */
function sizeBefore({ width, height }: { width: number; height: number }, degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  const cosine = Math.abs(Math.cos(angle));
  const sine = Math.abs(Math.sin(angle));
  const determinant = cosine * cosine - sine * sine;
  // At 45 degrees the two cannot be told apart; nothing is ever turned by so much.
  if (Math.abs(determinant) < 1e-6) return { width, height };
  return {
    width: Math.max(1, (width * cosine - height * sine) / determinant),
    height: Math.max(1, (height * cosine - width * sine) / determinant),
  };
}

function within(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;
}
