import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useState,
  useSyncExternalStore,
} from 'react';
import { type Connection, useConnection } from '../../../client/index.ts';
import { createFileAttacher, type FileAttacher } from './attachFiles.ts';
import { createDrafts, type Draft, type Drafts } from './drafts.ts';
import { createLiveAnswers, type LiveAnswer, type LiveAnswers } from './liveAnswers.ts';

export interface ChatSessionApi {
  answers: LiveAnswers;
  drafts: Drafts;
  files: FileAttacher;
  /** What was open when another view was last gone to. */
  lastOpen: { conversationId: string | null };
}

const ChatSessionContext = createContext<ChatSessionApi | null>(null);

function createSession(connection: Connection): ChatSessionApi {
  const drafts = createDrafts(sessionStorage);
  return {
    answers: createLiveAnswers(connection.client),
    drafts,
    files: createFileAttacher(connection, drafts),
    lastOpen: { conversationId: null },
  };
}

/** Keeps answers on their way and questions not yet asked while other views are shown. */
export function ChatSession({ children }: { children: ReactNode }) {
  const connection = useConnection();
  const [session] = useState(() => createSession(connection));
  return <ChatSessionContext value={session}>{children}</ChatSessionContext>;
}

/** @throws Error outside of its provider */
export function useChatSession(): ChatSessionApi {
  const session = useContext(ChatSessionContext);
  if (!session) throw new Error('There is no chat session above this component.');
  return session;
}

/** All answers on their way, without the words that came since their phase began. */
export function useLiveAnswers(): readonly LiveAnswer[] {
  const { answers } = useChatSession();
  return useSyncExternalStore(answers.subscribe, answers.all);
}

/** An answer on its way with all of its words; drawn anew with each frame of it. */
export function useLiveAnswer(live: LiveAnswer): LiveAnswer {
  const { answers } = useChatSession();
  return useSyncExternalStore(answers.subscribe, () => answers.get(live.key) ?? live);
}

export function useDraft(key: string): [Draft, (update: (draft: Draft) => Partial<Draft>) => void] {
  const { drafts } = useChatSession();
  const draft = useSyncExternalStore(
    drafts.subscribe,
    useCallback(() => drafts.get(key), [drafts, key]),
  );
  const change = useCallback(
    (update: (draft: Draft) => Partial<Draft>) => drafts.change(key, update),
    [drafts, key],
  );
  return [draft, change];
}
