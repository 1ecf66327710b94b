import type { ConversationSummary } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useConnection, useConnectionState } from '../../client/index.ts';

export interface ConversationPages {
  conversations: readonly ConversationSummary[];
  hasMore: boolean;
  isLoading: boolean;
  error: unknown;
  loadMore(): void;
  reload(): void;
}

const pageSize = 50;
const mostAtOnce = 1000;

/** Conversations, newest first, a page at a time; with a query those that hold its words. */
export function useConversationList(query: string, version: string): ConversationPages {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const [pages, setPages] = useState<{
    query: string;
    items: readonly ConversationSummary[];
    next: string | null;
  }>({
    query,
    items: [],
    next: null,
  });
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const shown = useRef(0);
  const isMoreAsked = useRef(false);
  const trimmed = query.trim();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` and `version` stand for "again"
  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    setIsLoading(true);
    // What was scrolled to stays where it is.
    const limit = Math.min(mostAtOnce, Math.max(pageSize, shown.current));
    client
      .call(
        'chat.conversations',
        { limit, ...(trimmed !== '' && { query: trimmed }) },
        { signal: controller.signal },
      )
      .then(
        ({ conversations, next }) => {
          shown.current = conversations.length;
          setPages({ query: trimmed, items: conversations, next });
          setError(null);
          setIsLoading(false);
        },
        (reason: unknown) => {
          if (hasCode(reason, 'cancelled') || controller.signal.aborted) return;
          setError(reason);
          setIsLoading(false);
        },
      );
    return () => controller.abort();
  }, [client, isOpen, trimmed, round, version]);

  const { next } = pages;
  const loadMore = useCallback(() => {
    if (next === null || isMoreAsked.current || pages.query !== trimmed) return;
    isMoreAsked.current = true;
    client
      .call('chat.conversations', {
        limit: pageSize,
        after: next,
        ...(trimmed !== '' && { query: trimmed }),
      })
      .then(
        (page) =>
          setPages((before) => {
            if (before.next !== next || before.query !== trimmed) return before;
            const known = new Set(before.items.map(({ id }) => id));
            const items = [...before.items, ...page.conversations.filter(({ id }) => !known.has(id))];
            shown.current = items.length;
            return { ...before, items, next: page.next };
          }),
        (reason: unknown) => setError(reason),
      )
      .finally(() => {
        isMoreAsked.current = false;
      });
  }, [client, next, pages.query, trimmed]);

  return {
    conversations: pages.items,
    hasMore: next !== null,
    isLoading,
    error,
    loadMore,
    reload: useCallback(() => setRound((before) => before + 1), []),
  };
}
