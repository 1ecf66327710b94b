import { type ListStyle, markerOf, type OdfStyles } from './odfStyles.ts';

/** The lists that are open around a paragraph, and the numbers they have come to. */
export interface Lists {
  open(style: string | undefined, goesOn: boolean): void;
  close(): void;
  openItem(start: string | undefined): void;
  /** The mark for the next paragraph of an item (empty for its second and later ones); undefined outside of lists. */
  item(): { marker: string; level: number } | undefined;
  /** The number of the next heading. */
  heading(level: number): string;
  /** What follows stands in a table or note of its own, until `resume`. */
  pause(): void;
  resume(): void;
}

interface OpenList {
  name: string | undefined;
  style: ListStyle | undefined;
  count: number | undefined;
  isMarked: boolean;
}

const maxLevels = 10;

export function createLists(styles: OdfStyles): Lists {
  let open: OpenList[] = [];
  const paused: OpenList[][] = [];
  /** Where the last list of a style and level ended, for one that goes on. */
  const last = new Map<string, number>();
  const headings: number[] = [];

  return {
    open(style, goesOn) {
      const name = style ?? open.at(-1)?.name;
      const before = goesOn ? last.get(`${name}/${open.length}`) : undefined;
      open.push({ name, style: styles.list(name), count: before, isMarked: true });
    },
    close() {
      const closed = open.pop();
      if (closed?.count !== undefined && last.size < 10_000)
        last.set(`${closed.name}/${open.length}`, closed.count);
    },
    openItem(start) {
      const list = open.at(-1);
      if (!list) return;
      const value = Math.trunc(Number(start));
      const first = list.style?.[open.length - 1]?.start ?? 1;
      list.count =
        start !== undefined && value >= 0 ? value : list.count === undefined ? first : list.count + 1;
      list.isMarked = false;
    },
    item() {
      const list = open.at(-1);
      if (!list) return undefined;
      const level = Math.min(open.length, maxLevels) - 1;
      if (list.isMarked) return { marker: '', level: level + 1 };
      list.isMarked = true;
      const counts = open.slice(0, maxLevels).map(({ count }) => count ?? 1);
      return { marker: markerOf(list.style, counts), level };
    },
    heading(wanted) {
      const level = Math.min(maxLevels, Math.max(1, wanted));
      const style = styles.outline[level - 1];
      headings.length = Math.min(headings.length, level);
      for (let at = 0; at < level - 1; at++) headings[at] ??= styles.outline[at]?.start ?? 1;
      const before = headings[level - 1];
      headings[level - 1] = before === undefined ? (style?.start ?? 1) : before + 1;
      return style ? markerOf(styles.outline, headings) : '';
    },
    pause() {
      paused.push(open);
      open = [];
    },
    resume() {
      open = paused.pop() ?? [];
    },
  };
}
