import {
  type SearchFilters,
  type SearchInput,
  type SearchMode,
  type SearchOutput,
  type SearchResult,
  searchFiltersSchema,
} from '@adiuva/contracts/rpc';
import { LRUCache } from 'lru-cache';
import {
  AppError,
  foldName,
  type Principal,
  readableKnowledgeBases,
  throwIfAborted,
  yieldToEventLoop,
} from '#base';
import type { DocumentScope, DocumentSelection, FoundChunk, SearchStore, Term } from '#storage';
import { createCurrentMemory } from './currentMemory.ts';
import { type KeywordQuery, type KeywordRanking, parseQuery, rankByKeyword } from './keyword/index.ts';
import { type ChunkTable, measureSelection, type SearchMemory, type Selection } from './memory/index.ts';
import { makeSnippet } from './present/index.ts';
import { type Candidate, diversify, fuseByRank, fuseByWeight, type RankedSlot } from './ranking/index.ts';
import { rankByVector, type SemanticRanking } from './semantic/index.ts';
import { rankSimilar, type SimilarDocument } from './similar/index.ts';

export interface RetrieverOptions {
  store: SearchStore;
  /** Of the model that `embedQuery` uses (`ensureVectorTables`); null while there is none: keyword search only. */
  modelKey: number | null;
  /** @returns the query's normalised vector */
  embedQuery(text: string, signal: AbortSignal): Promise<Float32Array>;
  /** Milliseconds, for `tookMs`. */
  clock: { now(): number };
}

/** What may be asked of the engine, and what only the engine itself asks. */
export type RetrieverInput = SearchInput & { scope?: DocumentScope | undefined };

export interface Retriever {
  /**
   * Finds passages that the caller may read.
   *
   * @throws AppError `cancelled`; `unavailable` when a semantic search is asked for and there is no model; whatever
   *   `embedQuery` throws
   */
  search(input: RetrieverInput, principal: Principal, signal: AbortSignal): Promise<SearchOutput>;
  /**
   * The documents, of those the caller may read, that say most like what one says; nearest first.
   *
   * @param wanted.document row id
   * @param wanted.passedOver row ids of documents that are left out beside it
   * @throws AppError `cancelled`
   */
  similar(
    wanted: { document: number; passedOver: readonly number[]; limit: number },
    principal: Principal,
    signal: AbortSignal,
  ): Promise<SimilarDocument[]>;
  /** Brings the memory in step with the index now rather than with the next search. Never throws. */
  refresh(): Promise<void>;
  /** What is in memory; all 0 while it is being loaded for the first time. */
  statistics(): { chunks: number; memoryBytes: number };
  close(): void;
}

const defaultLimit = 10;
/** Each side of a hybrid search ranks this many, and more for long lists. */
const candidatesASide = 100;
const cachedAnswers = 200;
/** Each a byte a chunk. */
const cachedSelections = 16;

/** Ranks what the library holds; keeps chunk ids and sign codes in memory (some 150 bytes a chunk at 1,024 dimensions). */
export function createRetriever(options: RetrieverOptions): Retriever {
  const { store, modelKey, clock } = options;
  const memory = createCurrentMemory(store, modelKey);
  const answers = new LRUCache<string, SearchOutput>({ max: cachedAnswers });
  const selections = new LRUCache<string, Selection>({ max: cachedSelections });
  // A selection speaks of the slots of one table.
  let selected: ChunkTable | null = null;
  const closing = new AbortController();

  const select = ({ table, version }: SearchMemory, selection: DocumentSelection): Selection => {
    if (selected !== table) selections.clear();
    selected = table;
    const key = JSON.stringify([version, selection]);
    const known = selections.get(key);
    if (known) return known;
    const measured = measureSelection(table, store.selectDocuments(selection));
    selections.set(key, measured);
    return measured;
  };

  return {
    async search(input, principal, callerSignal) {
      const startedAt = clock.now();
      const signal = AbortSignal.any([callerSignal, closing.signal]);
      throwIfAborted(signal);
      const request = readRequest(input, principal, modelKey !== null);
      const version = store.indexVersion();
      const key = JSON.stringify([version, request]);
      const known = answers.get(key);
      if (known) return { ...structuredClone(known), tookMs: clock.now() - startedAt, cached: true };

      const embedding = request.needsVector ? options.embedQuery(input.query, signal) : null;
      // It is awaited later; until then a failure must not count as nobody's.
      embedding?.catch(() => undefined);
      const current = await memory.get();
      throwIfAborted(signal);
      const scope = select(current, {
        knowledgeBases: request.selection.knowledgeBases,
        filters: {},
      });
      const allowed = select(current, request.selection);
      const ranking = await rank(store, current, request, { scope, allowed, embedding, signal });
      const results = await present(store, current, request, ranking.ranked, signal);
      const output: SearchOutput = {
        query: input.query,
        mode: request.mode,
        results,
        total: ranking.total,
        tookMs: clock.now() - startedAt,
        cached: false,
      };
      // Only an answer that is of one version from end to end may stand for it.
      if (current.version === version && store.indexVersion() === version) {
        answers.set(key, structuredClone(output));
      }
      return output;
    },
    async similar({ document, passedOver, limit }, principal, callerSignal) {
      const signal = AbortSignal.any([callerSignal, closing.signal]);
      throwIfAborted(signal);
      const current = await memory.get();
      const allowed = select(current, { knowledgeBases: readableOf(principal), filters: {} });
      return rankSimilar(current, document, {
        allowed,
        passedOver: new Set([...passedOver, document]),
        limit,
        signal,
      });
    },
    async refresh() {
      await memory.get().catch(() => undefined);
    },
    statistics() {
      const table = memory.peek()?.table;
      const codes = memory.peek()?.codes;
      return { chunks: table?.live ?? 0, memoryBytes: (table?.bytes ?? 0) + (codes?.bytes ?? 0) };
    },
    close() {
      closing.abort();
      memory.close();
      answers.clear();
      selections.clear();
    },
  };
}

/** All that an answer depends on but the index; its JSON is the cache's key. */
interface Request {
  readonly query: string;
  readonly mode: SearchMode;
  readonly limit: number;
  readonly alpha: number | null;
  readonly minScore: number;
  readonly needsVector: boolean;
  readonly selection: DocumentSelection;
}

function readRequest(input: RetrieverInput, principal: Principal, hasModel: boolean): Request {
  const mode = input.mode ?? (hasModel ? 'hybrid' : 'keyword');
  if (mode === 'semantic' && !hasModel) {
    throw new AppError('unavailable', 'There is no embedding model, so only words can be searched for.');
  }
  return {
    query: input.query,
    mode,
    limit: input.limit ?? defaultLimit,
    alpha: input.alpha ?? null,
    minScore: input.minScore ?? 0,
    needsVector: hasModel && mode !== 'keyword',
    selection: {
      knowledgeBases: readableOf(principal),
      filters: readFilters(input),
      scope: input.scope,
    },
  };
}

function readableOf(principal: Principal): string[] | null {
  const readable = readableKnowledgeBases(principal);
  return readable && [...new Set(readable.map(foldName))].sort();
}

function readFilters(input: SearchInput): SearchFilters {
  const names = Object.keys(searchFiltersSchema.shape) as (keyof SearchFilters)[];
  return Object.fromEntries(
    names.map((name) => [name, input[name]] as const).filter(([, value]) => value !== undefined),
  );
}

async function rank(
  store: SearchStore,
  memory: SearchMemory,
  request: Request,
  context: {
    scope: Selection;
    allowed: Selection;
    embedding: Promise<Float32Array> | null;
    signal: AbortSignal;
  },
): Promise<{ ranked: RankedSlot[]; total: number }> {
  const { mode, alpha, minScore, limit } = request;
  const count = Math.max(candidatesASide, limit * 2);
  const keyword: KeywordRanking =
    mode === 'semantic'
      ? { best: [], total: 0, scoreOf: () => 0 }
      : await rankByKeyword(store, memory, parseQuery(request.query), { ...context, count });
  const semantic: SemanticRanking = context.embedding
    ? await rankByVector(memory, await context.embedding, { ...context, count })
    : { best: [], total: 0, scoreOf: () => -1 };

  let ranked: RankedSlot[];
  let total: number;
  if (mode === 'keyword') {
    const best = keyword.best[0]?.score ?? 1;
    ranked = keyword.best.map(({ slot, score }) => ({ slot, score: score / best }));
    total = keyword.total;
  } else if (mode === 'semantic') {
    ranked = semantic.best.map(({ slot, score }) => ({ slot, score: Math.max(0, score) }));
    total = ranked.length;
  } else {
    ranked = alpha === null ? fuseByRank(keyword, semantic) : fuseByWeight(keyword, semantic, alpha);
    total = ranked.length;
  }
  const good = ranked.filter(({ score }) => score >= minScore);
  return { ranked: good, total: good.length < ranked.length ? good.length : total };
}

/** Reads, thins out and dresses the best; chunks that went away in the meantime are passed over. */
async function present(
  store: SearchStore,
  memory: SearchMemory,
  request: Request,
  ranked: readonly RankedSlot[],
  signal: AbortSignal,
): Promise<SearchResult[]> {
  const { table, codes, vectors } = memory;
  const wanted = ranked.slice(0, request.limit * 2 + 10);
  const { ids, coded } = table.columns;
  const chunks = new Map<number, FoundChunk>();
  for (const chunk of store.readFound(
    wanted.map(({ slot }) => ids[slot] ?? 0),
    request.selection,
  )) {
    chunks.set(chunk.id, chunk);
  }
  const candidates = wanted.flatMap(({ slot, score }): Candidate[] => {
    const chunk = chunks.get(ids[slot] ?? 0);
    if (!chunk) return [];
    return [{ chunk, score, code: codes && coded[slot] ? codes.get(slot) : null }];
  });
  const terms = termsOf(parseQuery(request.query));
  const results: SearchResult[] = [];
  for (const { chunk, score } of diversify(candidates, request.limit, vectors?.dimensions ?? 0)) {
    if (results.length % 20 === 19) {
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
    results.push({
      rank: results.length + 1,
      score: Math.max(0, Math.min(1, score)),
      documentId: chunk.documentId,
      chunkId: String(chunk.id),
      path: chunk.path,
      title: chunk.title,
      mediaType: chunk.mediaType,
      text: chunk.text,
      locator: chunk.locator,
      snippet: makeSnippet(chunk.text, terms),
    });
  }
  return results;
}

function termsOf(query: KeywordQuery): Term[] {
  return [...query.terms, ...query.phrases.flat()];
}
