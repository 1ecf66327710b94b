import type { Locator } from '@adiuva/contracts';
import {
  type DocumentSummary,
  type EngineContract,
  engineContract,
  type SearchResult,
} from '@adiuva/contracts/rpc';
import { AppError, createClient, createPortPair, type Handlers, serveContract } from '@adiuva/wire';
import { hasCode, type Principal, readableKnowledgeBases } from '#base';
import type { EngineClient } from '../engineClient.ts';

export interface TinyDocument {
  id: string;
  kb: string;
  title: string | null;
  /** A part each. */
  pages: string[];
}

/**
 * A library over arrays behind the real wire and the real contract: words are found, grants are kept, parts and
 * chunks have exact places. What the MCP server needs of an engine, without a database or models.
 */
export function connectTinyLibrary(documents: TinyDocument[], caller: Principal): EngineClient {
  const [near, far] = createPortPair();
  serveContract(engineContract, far, createHandlers(documents), caller);
  return createClient(engineContract, near);
}

function createHandlers(documents: TinyDocument[]): Handlers<EngineContract, Principal> {
  const visible = (caller: Principal, kb?: string) => {
    const granted = readableKnowledgeBases(caller);
    return documents.filter(
      (doc) => (!granted || granted.includes(doc.kb)) && (kb === undefined || doc.kb === kb),
    );
  };
  const find = (caller: Principal, id: string) => {
    const found = visible(caller).find((doc) => doc.id === id);
    if (found) return found;
    throw new AppError('not_found', `There is no document ${id}.`);
  };
  const search = (caller: Principal, query: string, kb: string | undefined): SearchResult[] =>
    visible(caller, kb)
      .flatMap((doc) => doc.pages.map((text, page) => ({ doc, text, page })))
      .filter(({ text }) =>
        query
          .toLowerCase()
          .split(/\s+/)
          .some((word) => text.toLowerCase().includes(word)),
      )
      .map(({ doc, text, page }, index) => ({
        rank: index + 1,
        score: 1 / (index + 1),
        documentId: doc.id,
        chunkId: `${doc.id}-${page}`,
        path: pathOf(doc),
        title: doc.title,
        mediaType: 'application/pdf',
        text,
        locator: pageLocator(doc, page),
        snippet: { text, marks: [] },
      }));
  const refuse = () => {
    throw new AppError('unavailable', 'Not in this library.');
  };
  const refused = Object.fromEntries(Object.keys(engineContract).map((name) => [name, refuse]));

  return {
    ...(refused as unknown as Handlers<EngineContract, Principal>),
    'search.query': ({ query, kb, limit = 10, mode = 'hybrid', since }, { caller }) => {
      const results = since !== undefined && since > 1 ? [] : search(caller, query, kb);
      return {
        query,
        mode,
        results: results.slice(0, limit),
        total: results.length,
        tookMs: 0,
        cached: false,
      };
    },
    'chat.ask': async ({ question, kb, conversationId }, { caller, emit, signal }) => {
      if (question === 'wait') {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')));
        }).catch((error: unknown) => {
          documents.push({
            id: hasCode(error, 'cancelled') ? 'aborted' : 'odd',
            kb: 'home',
            title: null,
            pages: [],
          });
          throw error;
        });
      }
      const [best] = search(caller, question, kb);
      emit({ type: 'retrieved', passages: best ? 1 : 0, documents: [] });
      const citations = best
        ? [
            {
              n: 1,
              documentId: best.documentId,
              chunkId: best.chunkId,
              path: best.path,
              title: best.title,
              quote: best.text,
              locator: best.locator,
            },
          ]
        : [];
      return {
        answer: best ? `“${best.text}” [1]` : 'Nothing was found.',
        citations,
        model: 'extractive',
        grounded: best !== undefined,
        conversationId: conversationId ?? 'c1',
        questionId: 'q1',
        messageId: 'm1',
        unsupported: [],
        droppedCitations: 0,
        kind: 'extract',
      };
    },
    'library.list': ({ kb, limit = 100, offset = 0, status }, { caller }) => {
      const all = visible(caller, kb).filter(() => status === undefined || status === 'indexed');
      return { documents: all.slice(offset, offset + limit).map(summary), total: all.length, next: null };
    },
    'library.show': ({ id }, { caller }) => {
      const doc = find(caller, id);
      const chunkList = doc.pages.map((text, ordinal) => ({
        id: `${id}-${ordinal}`,
        ordinal,
        text,
        tokenCount: 1,
        locator: pageLocator(doc, ordinal),
      }));
      return { ...summary(doc), metadata: {}, contentHash: null, memberList: [], chunkList };
    },
    'library.parts': ({ id, part }, { caller }) => {
      const doc = find(caller, id);
      const parts = doc.pages.map((text, ordinal) => ({
        ordinal,
        kind: 'page' as const,
        text,
        blocks: [],
        locator: pageLocator(doc, ordinal),
      }));
      return {
        id,
        path: pathOf(doc),
        mediaType: 'application/pdf',
        title: doc.title,
        total: parts.length,
        parts: parts.filter(({ ordinal }) => part === undefined || ordinal === part),
      };
    },
  };
}

const pathOf = (doc: TinyDocument) => `/library/${doc.id}.pdf`;

function pageLocator(doc: TinyDocument, part: number): Locator {
  return { kind: 'page', part, page: part + 1, start: 0, end: doc.pages[part]?.length ?? 0, boxes: [] };
}

function summary(doc: TinyDocument): DocumentSummary {
  return {
    id: doc.id,
    path: pathOf(doc),
    kb: doc.kb,
    status: 'indexed',
    mediaType: 'application/pdf',
    title: doc.title,
    author: null,
    language: 'en',
    size: 1,
    modifiedAt: 1,
    indexedAt: 1,
    parts: doc.pages.length,
    chunks: doc.pages.length,
    preset: 'default',
    tags: [],
    members: 0,
    warnings: [],
  };
}
