import type { Message } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useConnection, useConnectionState } from '../../client/index.ts';
import { createMessageTree, type MessageTree } from './messageTree.ts';
import { useChatSession, useLiveAnswers } from './session/ChatSession.tsx';
import type { LiveAnswer } from './session/liveAnswers.ts';

export interface Thread {
  title: string;
  tree: MessageTree;
  /** From the first question to the last message that is kept. */
  branch: readonly Message[];
  /** Stands at the end of the branch. */
  live: LiveAnswer | null;
  isLoading: boolean;
  error: unknown;
  reload(): void;
  /** Shows the branch through a message. */
  show(messageId: string): void;
  setTitle(title: string): void;
}

interface Loaded {
  conversationId: string;
  title: string;
  messages: readonly Message[];
  shownId: string | null;
}

/** How long it may take until the engine has written down what it was stopped in. */
const writeDownMs = [0, 120, 300, 700];

/** A conversation as it is kept, and the answer that is being written in it. */
export function useThread(conversationId: string | null): Thread {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const { answers } = useChatSession();
  const all = useLiveAnswers();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const latestId = useRef(conversationId);
  latestId.current = conversationId;

  const load = useCallback(
    async (id: string, signal?: AbortSignal) => {
      const answer = await client.call('chat.messages', { conversationId: id }, { signal });
      if (latestId.current === id) {
        setLoaded({ conversationId: id, ...answer });
        setError(null);
      }
      return answer;
    },
    [client],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` stands for "again"
  useEffect(() => {
    if (conversationId === null || !isOpen) return;
    const controller = new AbortController();
    setError(null);
    load(conversationId, controller.signal).catch((reason: unknown) => {
      if (!hasCode(reason, 'cancelled') && !controller.signal.aborted) setError(reason);
    });
    return () => controller.abort();
  }, [conversationId, isOpen, load, round]);

  const live = all.findLast((one) => one.conversationId === conversationId) ?? null;

  // What has ended is read as it was kept; the live answer stays in sight until then.
  const endedKey = live?.phase === 'ended' && live.messageId !== null ? live.key : null;
  useEffect(() => {
    const ended = endedKey === null ? undefined : answers.get(endedKey);
    if (!ended?.conversationId) return;
    const { conversationId: id, messageId, key } = ended;
    let isOver = false;
    void (async () => {
      for (const pause of writeDownMs) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const kept = isOver ? null : await load(id).catch(() => null);
        if (isOver || kept?.messages.some((message) => message.id === messageId)) break;
      }
      if (!isOver) answers.discard(key);
    })();
    return () => {
      isOver = true;
    };
  }, [endedKey, answers, load]);

  const isCurrent = loaded !== null && loaded.conversationId === conversationId;
  const messages = isCurrent ? loaded.messages : none;
  const tree = useMemo(() => createMessageTree(messages), [messages]);
  const shownId = isCurrent ? loaded.shownId : null;
  const branch = useMemo(() => tree.branchTo(branchEnd(tree, shownId, live)), [tree, shownId, live]);
  const isKept = live?.phase === 'ended' && live.messageId !== null && tree.get(live.messageId) !== undefined;

  const show = useCallback(
    (messageId: string) => {
      if (conversationId === null) return;
      setLoaded((before) => before && { ...before, shownId: tree.newestEnd(messageId) });
      client.call('chat.show', { conversationId, messageId }).then(
        ({ shownId: shown }) => {
          if (latestId.current === conversationId)
            setLoaded((before) => before && { ...before, shownId: shown });
        },
        (reason: unknown) => setError(reason),
      );
    },
    [client, conversationId, tree],
  );

  return {
    title: isCurrent ? loaded.title : '',
    tree,
    branch,
    live: isKept ? null : live,
    isLoading: conversationId !== null && !isCurrent && error === null,
    error,
    reload: useCallback(() => setRound((before) => before + 1), []),
    show,
    setTitle: useCallback((title: string) => setLoaded((before) => before && { ...before, title }), []),
  };
}

const none: readonly Message[] = [];

/** The last kept message above the live answer. */
function branchEnd(tree: MessageTree, shownId: string | null, live: LiveAnswer | null): string | null {
  if (!live) return shownId;
  if (live.messageId !== null && tree.get(live.messageId)) {
    if (live.phase === 'ended') return live.messageId;
    return tree.get(live.messageId)?.parentId ?? null;
  }
  if (live.questionId !== null && tree.get(live.questionId)) return live.questionId;
  if (live.regenerates !== null) return tree.get(live.regenerates)?.parentId ?? shownId;
  return live.parentId === undefined ? shownId : live.parentId;
}
