import { createRetriever, type Retriever, type RetrieverOptions } from './createRetriever.ts';

/**
 * One retriever after the other: each belongs to one model's vectors, and the next takes over when the key that
 * `modelKey` gives changes. Searches that are under way end on the one they began with.
 */
export function createModelFollowingRetriever(
  options: Omit<RetrieverOptions, 'modelKey'> & { modelKey(): number | null },
): Retriever {
  let key = options.modelKey();
  let current = createRetriever({ ...options, modelKey: key });
  const underWay = new Map<Retriever, number>();

  function follow(): Retriever {
    const wanted = options.modelKey();
    if (wanted === key) return current;
    const old = current;
    key = wanted;
    current = createRetriever({ ...options, modelKey: key });
    if (!underWay.has(old)) old.close();
    return current;
  }

  async function using<Result>(use: (retriever: Retriever) => Promise<Result>): Promise<Result> {
    const retriever = follow();
    underWay.set(retriever, (underWay.get(retriever) ?? 0) + 1);
    try {
      return await use(retriever);
    } finally {
      const left = (underWay.get(retriever) ?? 1) - 1;
      if (left > 0) underWay.set(retriever, left);
      else {
        underWay.delete(retriever);
        if (retriever !== current) retriever.close();
      }
    }
  }

  return {
    search: (input, principal, signal) => using((retriever) => retriever.search(input, principal, signal)),
    similar: (wanted, principal, signal) =>
      using((retriever) => retriever.similar(wanted, principal, signal)),
    refresh: () => follow().refresh(),
    statistics: () => follow().statistics(),
    close() {
      current.close();
      for (const retriever of underWay.keys()) retriever.close();
    },
  };
}
