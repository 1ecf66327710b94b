import { useEffect, useRef } from 'react';
import { useFollow, useQuery } from '../../client/index.ts';
import { defaultBase } from './useBaseName.ts';

export interface KnowledgeBase {
  name: string;
  documents: number;
}

export interface Bases {
  list: readonly KnowledgeBase[];
  /** Over all of them. */
  documents: number;
  isLoaded: boolean;
  reload(): void;
}

const reloadMs = 1500;
const collator = new Intl.Collator(undefined, { numeric: true });

/** The knowledge bases and how much is in each, the first one first. */
export function useBases(): Bases {
  const { data, reload } = useQuery('library.knowledgeBases', {});
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useFollow('library.follow', {}, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      reload();
    }, reloadMs);
  });
  const list = [...(data?.knowledgeBases ?? [])].sort(
    (a, b) =>
      Number(b.name === defaultBase) - Number(a.name === defaultBase) || collator.compare(a.name, b.name),
  );
  return {
    list,
    documents: list.reduce((sum, { documents }) => sum + documents, 0),
    isLoaded: data !== null,
    reload,
  };
}
