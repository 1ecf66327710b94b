import type { Citation, ConversationSummary } from '@adiuva/contracts/rpc';
import { useDebouncedValue, useElementSize, useLocalStorage } from '@mantine/hooks';
import { IconFileUpload } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { fileName } from '../../components/fileName.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useApp } from '../../frame/useApp.ts';
import { ChatCommands } from './ChatCommands.tsx';
import { ChatEmpty } from './ChatEmpty.tsx';
import { Composer } from './Composer.tsx';
import { ConversationList } from './ConversationList.tsx';
import classes from './chat.module.css';
import { useChatSession, useLiveAnswers } from './session/ChatSession.tsx';
import { newDraftKey } from './session/drafts.ts';
import { Thread, type ThreadHandle } from './Thread.tsx';
import { ThreadHead } from './ThreadHead.tsx';
import { useChatActions } from './useChatActions.ts';
import { useConversationChanges } from './useConversationChanges.ts';
import { useConversationList } from './useConversationList.ts';
import { useExport } from './useExport.ts';
import { useFileDrop } from './useFileDrop.ts';
import { useModels } from './useModels.ts';
import { useThread } from './useThread.ts';

/** Below this the list of conversations lies over the thread instead of beside it. */
const narrowPx = 820;

/** Conversations, the one that is open, and where the next question is written. */
export function ChatWindow() {
  const { t } = useTranslation('chat');
  const { host } = useConnection();
  const { place, go, openDocument } = useApp();
  const { answers, drafts, files, lastOpen } = useChatSession();
  const { tell } = useNotices();
  const conversationId = (place.view === 'chat' ? place.conversationId : undefined) ?? null;
  const draftKey = conversationId ?? newDraftKey;

  const choices = useModels();
  const thread = useThread(conversationId);
  const live = useLiveAnswers();
  const [query, setQuery] = useState('');
  const [wantedQuery] = useDebouncedValue(query, 180);
  const progress = live
    .map(({ key, conversationId: id, phase }) => `${key}${id !== null}${phase === 'ended'}`)
    .join();
  const pages = useConversationList(wantedQuery, `${progress} ${conversationId}`);
  const answeringIds = useMemo(
    () => new Set(live.flatMap(({ conversationId: id, phase }) => (id && phase !== 'ended' ? [id] : []))),
    [live],
  );
  const [renamingId, setRenamingId] = useState<string | null>(null);

  const { ref: frame, width } = useElementSize();
  const isNarrow = width > 0 && width < narrowPx;
  const [isListWanted, setIsListWanted] = useLocalStorage({ key: 'adiuva-chat-list', defaultValue: true });
  const [isListOver, setIsListOver] = useState(false);
  const isListShown = isNarrow ? isListOver : isListWanted;
  const toggleList = () => (isNarrow ? setIsListOver(!isListOver) : setIsListWanted(!isListWanted));

  const field = useRef<HTMLTextAreaElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const openFiles = useRef<(() => void) | null>(null);
  const view = useRef<ThreadHandle>(null);
  // After what opened it is gone, and gave the focus back.
  const focusComposer = useCallback(() => void setTimeout(() => field.current?.focus(), 30), []);
  const actions = useChatActions({
    conversationId,
    draftKey,
    thread,
    choices,
    focusComposer,
    onAsked: () => view.current?.toEnd(),
  });
  const cite = useCallback(
    ({ documentId, title, path, locator }: Citation) =>
      openDocument({ documentId, name: title ?? fileName(path), locator }),
    [openDocument],
  );

  const open = useCallback(
    (id: string | null) => {
      setIsListOver(false);
      go({ view: 'chat', ...(id !== null && { conversationId: id }) });
    },
    [go],
  );
  const startNew = () => {
    open(null);
    focusComposer();
  };
  const startSearch = () => {
    if (isNarrow) setIsListOver(true);
    else setIsListWanted(true);
    setTimeout(() => search.current?.select(), 30);
  };
  const { setTitle } = thread;
  const changes = useConversationChanges({
    onChanged: pages.reload,
    onRenamed: useCallback(
      (id: string, title: string) => {
        if (id === conversationId) setTitle(title);
      },
      [conversationId, setTitle],
    ),
    onRemoved: useCallback(
      (id: string) => {
        if (id === conversationId) open(null);
      },
      [conversationId, open],
    ),
    onRestored: open,
  });

  // A conversation that begins gets its own address once the engine has kept its first question.
  const begun = useRef<string | null>(null);
  const pending = conversationId === null ? thread.live : null;
  if (pending && pending.phase !== 'ended') begun.current = pending.key;
  const startedId = live.find(({ key }) => key === begun.current)?.conversationId ?? null;
  useEffect(() => {
    if (conversationId !== null || startedId === null) return;
    begun.current = null;
    drafts.change(startedId, () => ({ scope: drafts.get(newDraftKey).scope }));
    drafts.change(newDraftKey, () => ({ scope: [] }));
    go({ view: 'chat', conversationId: startedId });
  }, [conversationId, startedId, go, drafts]);

  // A question that the engine never had comes back into the field.
  useEffect(() => {
    for (const lost of live) {
      if (lost.phase !== 'ended' || lost.questionId !== null) continue;
      if (lost.regenerates === null)
        drafts.change(lost.conversationId ?? newDraftKey, ({ text }) => ({
          text: text === '' ? lost.question : text,
          error: lost.error,
          attachments: lost.attachments.map((attachment) => ({
            key: `back-${attachment.documentId}`,
            name: attachment.name,
            file: null,
            state: 'ready',
            fraction: null,
            attachment,
            error: null,
          })),
        }));
      answers.discard(lost.key);
    }
  }, [live, drafts, answers]);

  // Back from another view, what was open is open; a new chat is begun here alone.
  const isBack = useRef(true);
  useEffect(() => {
    const before = isBack.current ? lastOpen.conversationId : null;
    isBack.current = false;
    if (conversationId === null && before !== null) go({ view: 'chat', conversationId: before });
    else lastOpen.conversationId = conversationId;
  }, [conversationId, go, lastOpen]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each conversation begins with its field
  useEffect(() => {
    if (!document.activeElement || document.activeElement === document.body) focusComposer();
  }, [conversationId]);

  const onFiles = (dropped: readonly File[]) => {
    files.attach(draftKey, dropped);
    focusComposer();
  };
  const { isOver, handlers } = useFileDrop(onFiles);
  const exportAs = useExport({
    conversationId,
    title: thread.title,
    prepare: () => view.current?.drawAll(),
    onSaved: (format) => tell(format === 'pdf' ? t('export.printed') : t('export.saved')),
  });

  const lastAnswer = thread.branch.findLast(({ role }) => role === 'assistant');
  const lastQuestion = thread.branch.findLast(({ role }) => role === 'user');
  const isKept = conversationId !== null && thread.branch.length > 0;
  const isAnswering = thread.live !== null && thread.live.phase !== 'ended';

  function openConversation({ id, found }: ConversationSummary): void {
    open(id);
    if (found) view.current?.showMessage(found.messageId);
  }

  return (
    <div ref={frame} className={classes.window} data-list={isListShown} data-narrow={isNarrow} {...handlers}>
      {isListShown && (
        <ConversationList
          pages={pages}
          query={query}
          onQuery={setQuery}
          searchRef={search}
          openId={conversationId}
          answeringIds={answeringIds}
          renamingId={renamingId}
          onOpen={openConversation}
          onNew={startNew}
          onStartRename={setRenamingId}
          onRename={changes.rename}
          onDelete={changes.remove}
        />
      )}
      {isNarrow && isListShown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button in the head does the same by keyboard
        // biome-ignore lint/a11y/useKeyWithClickEvents: the button in the head does the same by keyboard
        <div className={classes.shade} onClick={() => setIsListOver(false)} />
      )}
      <div className={classes.conversation}>
        <ThreadHead
          title={conversationId === null ? t('newChat') : thread.title}
          isListShown={isListShown}
          onToggleList={toggleList}
          onNew={startNew}
          onExport={isKept ? exportAs : null}
        />
        <Thread
          ref={view}
          threadKey={draftKey}
          thread={thread}
          choices={choices}
          actions={actions}
          onCite={cite}
          empty={<ChatEmpty choices={choices} />}
        />
        <Composer
          key={draftKey}
          draftKey={draftKey}
          isAnswering={isAnswering}
          isFollowUp={isKept}
          choices={choices}
          fieldRef={field}
          openFiles={openFiles}
          onAsk={actions.ask}
          onStop={actions.stop}
          onCancelEdit={actions.cancelEdit}
        />
      </div>
      {isOver && (
        <div className={classes.dropHint} aria-hidden>
          <IconFileUpload size={40} stroke={1.4} />
          {t('composer.drop')}
        </div>
      )}
      <ChatCommands
        newChat={startNew}
        search={startSearch}
        focusComposer={focusComposer}
        attach={() => openFiles.current?.()}
        toggleList={toggleList}
        openQuickChat={() => host.openQuickChat()}
        stop={isAnswering ? actions.stop : null}
        copyLast={lastAnswer ? () => actions.copy(lastAnswer) : null}
        regenerateLast={lastAnswer && !isAnswering ? () => actions.regenerate(lastAnswer) : null}
        editLast={lastQuestion && !isAnswering ? () => actions.edit(lastQuestion) : null}
        exportMarkdown={isKept ? () => exportAs('markdown') : null}
        exportPdf={isKept ? () => exportAs('pdf') : null}
        rename={
          isKept
            ? () => {
                if (!isListShown) toggleList();
                setRenamingId(conversationId);
              }
            : null
        }
        remove={isKept ? () => changes.remove({ id: conversationId, title: thread.title }) : null}
      />
    </div>
  );
}
