import { createLengthCount } from './fontSizes.ts';
import type { PageLine } from './pageLines.ts';

/** Share of the page's height, at its top and its foot, where running lines stand. */
const margin = 0.14;
/** Share of the height by which a running line may move from page to page. */
const drift = 0.012;
/** More lines than this that repeat are not a header but the same content again. */
const maxLines = 4;
/** A title that some slides repeat is larger than what stands under it; a larger header stands on most pages. */
const maxSizeOfBody = 1.2;

/** The lines nearest to an edge of a page that may be running ones, from the edge inwards. */
export interface PageEdge {
  /** Places of the lines among all of the page. */
  lines: number[];
  /** What stays the same from page to page; empty for a line that stands too far from the edge. */
  keys: string[];
}

/** A page with what was found out about it alone. */
export interface EdgedPage {
  lines: readonly PageLine[];
  top: PageEdge;
  foot: PageEdge;
}

interface Candidate {
  line: PageLine;
  key: string;
  middle: number;
}

/** The lines of each page without running headers and footers and without page numbers. */
export function dropRunningLines(pages: readonly EdgedPage[]): (readonly PageLine[])[] {
  const all = pages.map(({ lines }) => lines);
  const filled = all.filter((lines) => lines.length > 0).length;
  if (filled < 2) return all;
  const largest = bodySize(all) * maxSizeOfBody;
  const usual = Math.max(5, 0.25 * filled);
  const tops = pages.map(({ lines, top }) => toCandidates(lines, top));
  const feet = pages.map(({ lines, foot }) => toCandidates(lines, foot));
  const least = filled < 4 ? 2 : 3;
  const running = new Set<PageLine>();
  for (const edges of [tops, feet]) {
    const places = collectPlaces(edges);
    for (const edge of edges) {
      const found = edge.findIndex(
        ({ line, key, middle }) => support(places.get(key), middle) < (line.size > largest ? usual : least),
      );
      const count = found < 0 ? edge.length : found;
      if (count === 0 || count > maxLines) continue;
      // In a short document, what stands right upon the text may be its first line.
      if (filled < 4 && !standsApart(edge, count)) continue;
      for (const { line } of edge.slice(0, count)) running.add(line);
    }
  }
  if (running.size === 0) return all;
  return all.map((lines) => withoutRunning(lines, running));
}

/** A page that says nothing else keeps what it says: a title on a slide of pictures, one word a page. */
function withoutRunning(lines: readonly PageLine[], running: ReadonlySet<PageLine>): readonly PageLine[] {
  const left = lines.filter((line) => !running.has(line));
  return left.length > 0 ? left : lines.filter(({ text }) => keyOf(text) !== '#');
}

/** From the edge inwards: a running line has nothing but running lines between it and the edge. */
export function findEdge(lines: readonly PageLine[], isFoot: boolean): PageEdge {
  const places: number[] = [];
  const middles: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line?.angle !== 0) continue;
    const middle = middleOf(line);
    let at = places.length;
    while (at > 0 && isNearer(middle, middles[at - 1] ?? 0, isFoot)) at--;
    if (at > maxLines + 1) continue;
    places.splice(at, 0, index);
    middles.splice(at, 0, middle);
    if (places.length > maxLines + 2) {
      places.pop();
      middles.pop();
    }
  }
  const keys = places.map((place, at) => {
    const middle = middles[at] ?? 0;
    return (isFoot ? middle > 1 - margin : middle < margin) ? keyOf(lines[place]?.text ?? '') : '';
  });
  return { lines: places, keys };
}

function toCandidates(lines: readonly PageLine[], edge: PageEdge): Candidate[] {
  const candidates: Candidate[] = [];
  for (let at = 0; at < edge.lines.length; at++) {
    const line = lines[edge.lines[at] ?? -1];
    if (line) candidates.push({ line, key: edge.keys[at] ?? '', middle: middleOf(line) });
  }
  return candidates;
}

function middleOf({ box }: PageLine): number {
  return box.y + box.height / 2;
}

function isNearer(middle: number, other: number, isFoot: boolean): boolean {
  return isFoot ? middle > other : middle < other;
}

/** What stays the same when the page number changes: a number of its own at either end, or after the word for page. */
function keyOf(text: string): string {
  const words = text.toLowerCase().split(/\s+/);
  if (words.length < 3 && /^[-–—|.[(]*(?:[ivxlc]{1,7}|\d+)[-–—|.\])]*$/.test(words.join(''))) return '#';
  const ends = words.map((word, index) =>
    (index === 0 || index === words.length - 1) && /^\W*\d{1,4}\W*$/.test(word) ? '#' : word,
  );
  const key = ends.join('');
  if (!/\d/.test(key)) return key;
  return key
    .replace(/(page|seite|página|pagina|стр\.?|p\.)\d+/g, '$1#')
    .replace(/\d+(of|\/|von|sur|de|из)\d+/g, '#');
}

/** Where each key stands, page by page, in ascending order. */
function collectPlaces(edges: readonly Candidate[][]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const edge of edges) {
    for (const { key, middle } of edge) {
      if (key === '') continue;
      const found = places.get(key);
      if (found) found.push(middle);
      else places.set(key, [middle]);
    }
  }
  for (const found of places.values()) found.sort((a, b) => a - b);
  return places;
}

/** How many stand as high as this one. */
function support(places: readonly number[] = [], middle: number): number {
  return (
    countFirst(places, (place) => place - middle < drift) -
    countFirst(places, (place) => place - middle <= -drift)
  );
}

/** How many at the beginning pass, of which all that pass are. */
function countFirst(values: readonly number[], passes: (value: number) => boolean): number {
  let count = 0;
  for (let end = values.length; count < end; ) {
    const at = (count + end) >> 1;
    if (passes(values[at] ?? 0)) count = at + 1;
    else end = at;
  }
  return count;
}

function standsApart(edge: readonly Candidate[], count: number): boolean {
  const last = edge[count - 1];
  const next = edge[count];
  if (!last || !next) return false;
  return Math.abs(next.middle - last.middle) > 1.6 * Math.max(last.line.box.height, next.line.box.height);
}

/** The size in which most of the text is set. */
function bodySize(pages: readonly (readonly PageLine[])[]): number {
  const lengths = createLengthCount();
  for (const lines of pages) for (const { size, text } of lines) lengths.add(size, text.length);
  return lengths.mostUsed();
}
