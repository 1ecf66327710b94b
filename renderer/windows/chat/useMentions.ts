import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { useEffect, useState } from 'react';
import { useConnection } from '../../client/index.ts';
import { fileName, folderOf } from '../../components/fileName.ts';
import { matches } from './mention.ts';
import type { ScopeItem } from './session/drafts.ts';

export interface Suggestion {
  id: string;
  item: ScopeItem;
  /** Documents of a knowledge base; the folder of a document. */
  count: number | null;
  detail: string;
}

const mostBases = 5;
const mostDocuments = 8;
const pauseMs = 120;

/** Knowledge bases and documents whose names hold what was typed after an `@`; null while nothing is being typed. */
export function useMentions(
  query: string | null,
  chosen: readonly ScopeItem[],
): readonly Suggestion[] | null {
  const { client } = useConnection();
  const [found, setFound] = useState<readonly Suggestion[] | null>(null);
  useEffect(() => {
    if (query === null) {
      setFound(null);
      return;
    }
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const path = query.trim();
    const timer = setTimeout(() => {
      Promise.all([
        client.call('library.knowledgeBases', {}, options),
        client.call(
          'library.list',
          { limit: mostDocuments, sort: 'date', descending: true, ...(path !== '' && { path }) },
          options,
        ),
      ]).then(
        ([{ knowledgeBases }, { documents }]) =>
          setFound([...suggestBases(knowledgeBases, path), ...documents.map(suggestDocument)]),
        // Without suggestions the words remain words.
        () => undefined,
      );
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, query]);
  const isChosen = ({ item }: Suggestion) =>
    chosen.some((one) =>
      one.kind === 'document'
        ? item.kind === 'document' && one.documentId === item.documentId
        : item.kind === 'knowledgeBase' && one.name === item.name,
    );
  return found === null || query === null ? null : found.filter((one) => !isChosen(one));
}

type Bases = OutputOf<EngineContract['library.knowledgeBases']>['knowledgeBases'];
type Document = OutputOf<EngineContract['library.list']>['documents'][number];

function suggestBases(bases: Bases, query: string): Suggestion[] {
  return bases
    .filter(({ name }) => matches(name, query))
    .slice(0, mostBases)
    .map(({ name, documents }) => ({
      id: `base-${name}`,
      item: { kind: 'knowledgeBase', name },
      count: documents,
      detail: '',
    }));
}

function suggestDocument({ id, path }: Document): Suggestion {
  return {
    id: `document-${id}`,
    item: { kind: 'document', documentId: id, name: fileName(path) },
    count: null,
    detail: fileName(folderOf(path)),
  };
}
