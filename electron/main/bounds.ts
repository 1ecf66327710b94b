import { z } from 'zod';

export const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export type Bounds = z.infer<typeof boundsSchema>;

/** A display as far as a window's place is concerned: what menus and docks leave free of it. */
export interface Area {
  workArea: Bounds;
}

export const smallestWindow = { width: 800, height: 560 };
const usualWindow = { width: 1280, height: 860 };
/** Of the window's head, so much must be in reach of a pointer. */
const grip = { width: 120, height: 32 };

/**
 * Where the window opens: where it was, if a display is still there to hold its head; else in the middle of the first
 * display. Never larger than the display it is on.
 */
export function validBounds(saved: Bounds | null, displays: readonly Area[]): Bounds {
  const first = displays[0]?.workArea ?? { x: 0, y: 0, ...usualWindow };
  const home = saved && displays.find(({ workArea }) => holdsHead(saved, workArea))?.workArea;
  if (!saved || !home) return centred(usualWindow, first);
  const width = clamp(saved.width, smallestWindow.width, home.width);
  const height = clamp(saved.height, smallestWindow.height, home.height);
  return {
    x: clamp(saved.x, home.x, home.x + home.width - width),
    y: clamp(saved.y, home.y, home.y + home.height - height),
    width,
    height,
  };
}

/** The middle of a display, somewhat above: where the eye is. */
export function quickChatBounds({ workArea }: Area, size: { width: number; height: number }): Bounds {
  const width = Math.min(size.width, workArea.width);
  const height = Math.min(size.height, workArea.height);
  return {
    x: Math.round(workArea.x + (workArea.width - width) / 2),
    y: Math.round(workArea.y + (workArea.height - height) * 0.3),
    width,
    height,
  };
}

function centred(size: { width: number; height: number }, area: Bounds): Bounds {
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    x: Math.round(area.x + (area.width - width) / 2),
    y: Math.round(area.y + (area.height - height) / 2),
    width,
    height,
  };
}

function holdsHead(window: Bounds, area: Bounds): boolean {
  const across = overlap(window.x, window.width, area.x, area.width);
  const down = overlap(window.y, grip.height, area.y, area.height);
  return across >= grip.width && down >= grip.height / 2;
}

function overlap(from: number, length: number, otherFrom: number, otherLength: number): number {
  return Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);
}

/** `most` wins where there is not room for `least`. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
