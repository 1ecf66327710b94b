import type { DocumentOrder } from '@adiuva/contracts/rpc';

export type ColumnName = 'name' | 'type' | 'place' | 'tags' | 'size' | 'date' | 'status';

export interface Column {
  name: ColumnName;
  /** By which pressing its head sorts; null sorts by nothing. */
  sort: DocumentOrder | null;
  /** As the grid's template takes it. */
  width: string;
  /** Narrower tables leave it out. */
  from: number;
}

/** In their order on the screen. */
const columns: readonly Column[] = [
  { name: 'name', sort: 'name', width: 'minmax(10rem, 3fr)', from: 0 },
  { name: 'place', sort: 'path', width: 'minmax(8rem, 1.4fr)', from: 900 },
  { name: 'tags', sort: null, width: 'minmax(6rem, 1fr)', from: 1080 },
  { name: 'type', sort: 'type', width: '7rem', from: 640 },
  { name: 'size', sort: 'size', width: '4.5rem', from: 800 },
  { name: 'date', sort: 'date', width: '6.25rem', from: 500 },
  { name: 'status', sort: 'status', width: '6.75rem', from: 400 },
];

/** Those that a table of so many pixels has room for. */
export function columnsFor(width: number): readonly Column[] {
  return columns.filter(({ from }) => width >= from);
}

/** Choice and picture at the left, the menu at the right. */
export function gridTemplate(shown: readonly Column[]): string {
  return ['1.5rem 3rem', ...shown.map(({ width }) => width), '2.25rem'].join(' ');
}

export const rowHeight = 52;
