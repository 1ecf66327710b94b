import type { InputOf } from '@adiuva/contracts';
import type {
  DocumentOrder,
  DocumentStatus,
  DocumentSummary,
  EngineContract,
  SearchFilters,
} from '@adiuva/contracts/rpc';
import { fileName } from '../../components/fileName.ts';

/** What of the library is looked at, and in which order. */
export interface LibraryFilter {
  kb: string | null;
  /** A part of a path, or a folder's path. */
  path: string;
  type: string | null;
  status: DocumentStatus | null;
  tags: readonly string[];
  /** ISO 639-1. */
  language: string | null;
  /** Days as `2026-05-31`, both inclusive. */
  since: string;
  until: string;
  isMissing: boolean;
  sort: DocumentOrder;
  isDescending: boolean;
}

export const wholeLibrary: LibraryFilter = {
  kb: null,
  path: '',
  type: null,
  status: null,
  tags: [],
  language: null,
  since: '',
  until: '',
  isMissing: false,
  sort: 'date',
  isDescending: true,
};

/** Whether anything is narrowed; the order narrows nothing. */
export function isNarrowed(filter: LibraryFilter): boolean {
  return (
    filter.kb !== null ||
    filter.path !== '' ||
    filter.isMissing ||
    hiddenCount(filter) > 0 ||
    filter.type !== null ||
    filter.status !== null
  );
}

/** How many of the filters behind the button are set. */
export function hiddenCount({ tags, language, since, until, status, isMissing }: LibraryFilter): number {
  return [tags.length > 0, language !== null, since !== '', until !== '', status !== null, isMissing].filter(
    Boolean,
  ).length;
}

/** Those of the filters that hold for passages, too. */
export function searchFilters(filter: LibraryFilter): SearchFilters {
  const { kb, type, tags, language } = filter;
  const since = dayStart(filter.since, 0);
  const until = dayStart(filter.until, 1);
  return {
    ...(kb !== null && { kb }),
    ...(type !== null && { type }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(language !== null && { language }),
    ...(since !== null && { since }),
    ...(until !== null && { until }),
  };
}

export type ListInput = Omit<InputOf<EngineContract['library.list']>, 'limit' | 'offset' | 'after'>;

export function listInput(filter: LibraryFilter): ListInput {
  const path = filter.path.trim();
  return {
    ...searchFilters(filter),
    ...(path !== '' && { path }),
    ...(filter.status !== null && { status: filter.status }),
    ...(filter.isMissing && { missing: true }),
    sort: filter.sort,
    descending: filter.isDescending,
  };
}

/** Orders of which people want the greatest first. */
const greatestFirst: readonly DocumentOrder[] = ['date', 'size'];

/** The order after a column's head was pressed. */
export function sortedBy(filter: LibraryFilter, sort: DocumentOrder): LibraryFilter {
  const isDescending = filter.sort === sort ? !filter.isDescending : greatestFirst.includes(sort);
  return { ...filter, sort, isDescending };
}

/** Midnight at which a day begins, here; null for what is no day. */
function dayStart(day: string, plusDays: number): number | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (!match) return null;
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
  return new Date(year, month - 1, date + plusDays).getTime();
}

/** What a document is called: its title, or its file's name. */
export function nameOf({ title, path }: Pick<DocumentSummary, 'title' | 'path'>): string {
  return title?.trim() || fileName(path);
}
