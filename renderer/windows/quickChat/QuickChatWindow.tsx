import type { Citation } from '@adiuva/contracts/rpc';
import { ActionIcon, Alert, Button, CloseButton, Group, Kbd, Text, Textarea, Tooltip } from '@mantine/core';
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import {
  IconArrowUp,
  IconClipboardPlus,
  IconClipboardText,
  IconPlayerStopFilled,
  IconX,
} from '@tabler/icons-react';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useConnectionState, useQuery, useShellEvents } from '../../client/index.ts';
import { ClosedNotice } from '../../components/ClosedNotice.tsx';
import { EngineNotice } from '../../frame/EngineNotice.tsx';
import { useNotices } from '../../frame/notices.tsx';
import { shortcutKeys } from '../../frame/shortcutKeys.ts';
import { useErrorWords, useFormat } from '../../messages/index.ts';
import { CaptureBadge } from '../capture/CaptureBadge.tsx';
import { Announcer } from '../chat/Announcer.tsx';
import { AnswerCard } from '../chat/AnswerCard.tsx';
import { viewOfLive, viewOfMessage } from '../chat/answerView.ts';
import { useChatSession, useLiveAnswer, useLiveAnswers } from '../chat/session/ChatSession.tsx';
import type { LiveAnswer } from '../chat/session/liveAnswers.ts';
import { useModels } from '../chat/useModels.ts';
import { useThread } from '../chat/useThread.ts';
import { type ClipboardContext, toContext, withContext } from './clipboardContext.ts';
import classes from './quickChat.module.css';
import { useRecentQuestions } from './useRecentQuestions.ts';

const nothing = { knowledgeBases: [], documentIds: [] };

/** A question asked in passing: answered in place, and moved to the main window by one key. */
export function QuickChatWindow() {
  const { t } = useTranslation(['quickChat', 'common']);
  const { host } = useConnection();
  const { number } = useFormat();
  const { tell, fail } = useNotices();
  const words = useErrorWords();
  const isRefused = useConnectionState() === 'refused';
  const { answers } = useChatSession();
  const live = useLiveAnswers();
  const choices = useModels();
  const recent = useRecentQuestions();
  const [conversationId, setConversationId] = useLocalStorage<string | null>({
    key: 'adiuva-quick-conversation',
    defaultValue: null,
  });
  const thread = useThread(conversationId);
  const { data: status } = useQuery('system.status', {});
  const [question, setQuestion] = useState('');
  const [context, setContext] = useState<ClipboardContext | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isMoving, setIsMoving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isAnswering = thread.live !== null && thread.live.phase !== 'ended';

  const startedId =
    live.find((one) => one.phase !== 'ended' && one.conversationId !== null)?.conversationId ?? null;
  useEffect(() => {
    if (startedId !== null && conversationId === null) setConversationId(startedId);
  }, [startedId, conversationId, setConversationId]);

  // What the engine never had comes back.
  useEffect(() => {
    for (const lost of live) {
      if (lost.phase !== 'ended' || lost.questionId !== null) continue;
      setQuestion((before) => (before === '' ? lost.question : before));
      setError(lost.error);
      answers.discard(lost.key);
    }
  }, [live, answers]);

  // A conversation that was deleted elsewhere is over.
  useEffect(() => {
    if (thread.error !== null && conversationId !== null && !thread.live) setConversationId(null);
  }, [thread.error, thread.live, conversationId, setConversationId]);

  const focus = useCallback(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  useEffect(focus, [focus]);
  useShellEvents((event) => {
    if (event.type === 'shown') focus();
  });

  const move = useCallback(() => {
    if (conversationId === null) return;
    // A window that closes would end the answer.
    if (isAnswering) return setIsMoving(true);
    setIsMoving(false);
    host.openMain({ view: 'chat', conversationId });
    setConversationId(null);
    host.hide();
  }, [conversationId, isAnswering, host, setConversationId]);
  useEffect(() => {
    if (isMoving && !isAnswering) move();
  }, [isMoving, isAnswering, move]);

  const cite = useCallback(
    ({ documentId, locator }: Citation) => host.openMain({ view: 'document', documentId, locator }),
    [host],
  );

  const stop = () => {
    if (thread.live) answers.stop(thread.live.key);
  };
  const addClipboard = () =>
    void host.readClipboard().then((text) => {
      const given = toContext(text);
      if (given) setContext(given);
      else tell(t('clipboard.empty'));
      field.current?.focus();
    }, fail);
  const beginAnew = () => {
    stop();
    setConversationId(null);
    setContext(null);
    setError(null);
    focus();
  };
  useHotkeys(
    [
      ['Escape', () => host.hide()],
      ['mod+Enter', move],
      ['mod+.', stop],
      ['mod+shift+V', addClipboard],
      ['mod+shift+O', beginAnew],
    ],
    [],
  );

  function ask(): void {
    const asked = question.trim();
    if (asked === '' || thread.live) return;
    answers.ask({
      question: withContext(asked, context, t('clipboard.context')),
      scope: nothing,
      attachments: [],
      model: choices.chosen ?? undefined,
      conversationId,
    });
    recent.add(asked);
    setQuestion('');
    setContext(null);
    setError(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      ask();
      return;
    }
    const isOlder = event.key === 'ArrowUp';
    if (!isOlder && event.key !== 'ArrowDown') return;
    const { selectionStart, value } = event.currentTarget;
    const edge = isOlder ? value.slice(0, selectionStart) : value.slice(selectionStart);
    if (edge.includes('\n')) return;
    const next = recent.step(isOlder ? 'older' : 'newer', value);
    if (next === null) return;
    event.preventDefault();
    setQuestion(next);
  }

  if (isRefused) return <ClosedNotice reason="expired" />;

  const lastQuestion = thread.live?.question || thread.branch.findLast(({ role }) => role === 'user')?.text;
  const lastMessage = thread.branch.findLast(({ role }) => role === 'assistant');
  const hasAnswer = thread.live !== null || lastMessage !== undefined;
  const retry =
    lastMessage && conversationId !== null && !thread.live
      ? () =>
          void answers.regenerate({
            conversationId,
            messageId: lastMessage.id,
            question: lastQuestion ?? '',
            model: choices.chosen ?? undefined,
          })
      : undefined;

  return (
    <main className={classes.window}>
      <h1 className={classes.hidden}>{t('title')}</h1>
      <EngineNotice />
      <CaptureBadge />
      <header className={classes.head}>
        <img src="/icon.svg" alt="" width={30} height={30} draggable={false} className={classes.icon} />
        <div className={classes.field}>
          <Textarea
            ref={field}
            variant="unstyled"
            aria-label={t('label')}
            placeholder={lastQuestion !== undefined ? t('followUp') : t('placeholder')}
            classNames={{ input: classes.input }}
            value={question}
            autosize
            minRows={1}
            maxRows={4}
            maxLength={15_000}
            onChange={(event) => {
              setQuestion(event.currentTarget.value);
              setError(null);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <Group gap={4} wrap="nowrap" className={classes.tools}>
          <Tooltip label={<Keys label={t('clipboard.add')} shortcut="mod+shift+V" />}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('clipboard.add')} onClick={addClipboard}>
              <IconClipboardPlus size={19} aria-hidden />
            </ActionIcon>
          </Tooltip>
          {isAnswering ? (
            <ActionIcon
              radius="xl"
              size="lg"
              variant="filled"
              color="gray"
              aria-label={t('stop')}
              onClick={stop}
            >
              <IconPlayerStopFilled size={16} aria-hidden />
            </ActionIcon>
          ) : (
            <ActionIcon
              radius="xl"
              size="lg"
              variant="filled"
              aria-label={t('ask')}
              disabled={question.trim() === ''}
              onClick={ask}
            >
              <IconArrowUp size={19} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={host.shell ? t('hide') : t('close')}
            onClick={host.hide}
          >
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Group>
      </header>
      {context && (
        <div className={classes.context}>
          <span className={classes.chip}>
            <IconClipboardText size={15} aria-hidden />
            <span className={classes.chipText}>
              {t('clipboard.label', { words: context.text.slice(0, 120) })}
            </span>
            <CloseButton
              size="xs"
              aria-label={t('clipboard.remove')}
              onClick={() => {
                setContext(null);
                field.current?.focus();
              }}
            />
          </span>
          {context.keptLength < context.length && (
            <Text size="xs" role="status">
              {t('clipboard.cut', { kept: number(context.keptLength), all: number(context.length) })}
            </Text>
          )}
        </div>
      )}
      {error !== null && (
        <Alert color="red" variant="light" radius={0} p="xs" role="alert">
          {words(error)}
        </Alert>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.answer} tabIndex={0} aria-label={t('answerLabel')}>
        {lastQuestion && hasAnswer && <p className={classes.question}>{lastQuestion}</p>}
        {thread.live ? (
          <LiveCard
            key={thread.live.messageId ?? 'live'}
            live={thread.live}
            isExtract={choices.isExtractive(thread.live.model)}
            onCite={cite}
          />
        ) : (
          lastMessage && (
            <AnswerCard
              key={lastMessage.id}
              answer={viewOfMessage(lastMessage)}
              onCite={cite}
              onRetry={retry}
            />
          )
        )}
        {!hasAnswer && !thread.isLoading && (
          <div className={classes.empty}>
            <Text c="dimmed">{status?.documents === 0 ? t('emptyLibrary') : t('empty')}</Text>
            {status?.documents === 0 && (
              <Button
                size="compact-sm"
                variant="light"
                mt="xs"
                onClick={() => host.openMain({ view: 'library' })}
              >
                {t('openLibrary')}
              </Button>
            )}
          </div>
        )}
      </section>
      <footer className={classes.foot}>
        {isMoving && (
          <Text size="xs" role="status">
            {t('moveWhenDone')}
          </Text>
        )}
        {hasAnswer && conversationId !== null && !isMoving && (
          <>
            <button type="button" className={classes.action} onClick={move}>
              <Keys label={t('move')} shortcut="mod+enter" />
            </button>
            <button type="button" className={classes.action} onClick={beginAnew}>
              <Keys label={t('fresh')} shortcut="mod+shift+O" />
            </button>
          </>
        )}
        <span className={classes.hint}>
          <Keys label={t('recent')} shortcut="arrowup" />
          <Keys label={host.shell ? t('hide') : t('close')} shortcut="escape" />
        </span>
      </footer>
      <Announcer live={thread.live} />
    </main>
  );
}

interface LiveCardProps {
  live: LiveAnswer;
  isExtract: boolean;
  onCite(citation: Citation): void;
}

function LiveCard({ live, isExtract, onCite }: LiveCardProps) {
  return <AnswerCard answer={viewOfLive(useLiveAnswer(live), isExtract)} onCite={onCite} />;
}

function Keys({ label, shortcut }: { label: string; shortcut: string }) {
  return (
    <span className={classes.keys}>
      {label}
      {shortcutKeys(shortcut).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}
