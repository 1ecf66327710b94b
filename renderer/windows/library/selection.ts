/** Documents that are chosen: these, or all that the view shows but these. */
export interface Selection {
  isAll: boolean;
  /** With `isAll` those that are left out. */
  ids: ReadonlySet<string>;
}

export const nothing: Selection = { isAll: false, ids: new Set() };
export const everything: Selection = { isAll: true, ids: new Set() };

export function isSelected({ isAll, ids }: Selection, id: string): boolean {
  return ids.has(id) !== isAll;
}

/** @param total how many the view shows */
export function selectedCount({ isAll, ids }: Selection, total: number): number {
  return isAll ? Math.max(0, total - ids.size) : ids.size;
}

export function toggled(selection: Selection, id: string): Selection {
  return withIds(selection, [id], !isSelected(selection, id));
}

/** All of these chosen, or none of them. */
export function withIds(selection: Selection, given: readonly string[], isChosen: boolean): Selection {
  const ids = new Set(selection.ids);
  for (const id of given) {
    if (isChosen !== selection.isAll) ids.add(id);
    else ids.delete(id);
  }
  return { isAll: selection.isAll, ids };
}

export function only(id: string): Selection {
  return { isAll: false, ids: new Set([id]) };
}

/** The rows from one to another, whichever comes first: `[start, end)`. */
export function rangeBetween(from: number, to: number): { start: number; end: number } {
  return { start: Math.min(from, to), end: Math.max(from, to) + 1 };
}

/** What a key does to the row that has the focus; null for another key. */
export function movedRow(key: string, from: number, total: number, pageRows: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageRows,
    PageUp: from - pageRows,
    Home: 0,
    End: total - 1,
  };
  const to = steps[key];
  return to === undefined ? null : Math.max(0, Math.min(total - 1, to));
}
