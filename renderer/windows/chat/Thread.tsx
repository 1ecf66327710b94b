import type { Citation, Message } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Center, Loader, Tooltip } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import {
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useErrorWords } from '../../messages/index.ts';
import { Announcer } from './Announcer.tsx';
import { AnswerCard } from './AnswerCard.tsx';
import { viewOfLive } from './answerView.ts';
import classes from './chat.module.css';
import { type MessageActions, MessageItem } from './MessageItem.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { useLiveAnswer } from './session/ChatSession.tsx';
import { useFollowEnd } from './useFollowEnd.ts';
import type { ModelChoices } from './useModels.ts';
import type { Thread as ThreadState } from './useThread.ts';

const pageSize = 40;

export interface ThreadHandle {
  toEnd(): void;
  /** Draws everything, for print. */
  drawAll(): void;
  showMessage(messageId: string): void;
}

interface ThreadProps {
  threadKey: string;
  thread: ThreadState;
  choices: ModelChoices;
  actions: MessageActions;
  onCite(citation: Citation): void;
  /** Where there is no message yet. */
  empty: ReactNode;
  ref: Ref<ThreadHandle>;
}

/** The branch of a conversation that is shown. Long ones are drawn from their end, more as the reader goes up. */
export function Thread({ threadKey, thread, choices, actions, onCite, empty, ref }: ThreadProps) {
  const { t } = useTranslation(['chat', 'common']);
  const words = useErrorWords();
  const { branch, live, tree, isLoading, error, reload } = thread;
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState({ key: threadKey, count: pageSize });
  const count = drawn.key === threadKey ? drawn.count : pageSize;
  const [wanted, setWanted] = useState<string | null>(null);
  const { isAtEnd, toEnd } = useFollowEnd(scroller, content, threadKey);
  const heightBefore = useRef<number | null>(null);

  const from = Math.max(0, branch.length - count);
  const hasEarlier = from > 0;

  useImperativeHandle(ref, () => ({
    toEnd: () => toEnd(true),
    drawAll: () => flushSync(() => setDrawn({ key: threadKey, count: Number.POSITIVE_INFINITY })),
    showMessage: setWanted,
  }));

  useEffect(() => {
    if (!hasEarlier || !top.current) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        heightBefore.current = scroller.current?.scrollHeight ?? null;
        setDrawn({ key: threadKey, count: count + pageSize });
      },
      { root: scroller.current, rootMargin: '600px 0px 0px' },
    );
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [hasEarlier, count, threadKey]);

  // What is drawn above does not move what is read.
  useLayoutEffect(() => {
    const frame = scroller.current;
    if (frame && heightBefore.current !== null && frame.scrollTop < 40)
      frame.scrollTop += frame.scrollHeight - heightBefore.current;
    heightBefore.current = null;
  });

  useEffect(() => {
    if (wanted === null || isLoading) return;
    const index = branch.findIndex(({ id }) => id === wanted);
    if (index < 0) {
      if (tree.get(wanted)) actions.show(wanted);
      else setWanted(null);
      return;
    }
    if (branch.length - count > index) return setDrawn({ key: threadKey, count: branch.length - index + 4 });
    const element = content.current?.querySelector(`[data-message="${CSS.escape(wanted)}"]`);
    element?.scrollIntoView({ block: 'center' });
    element?.animate(
      [{ background: 'var(--mantine-primary-color-light)' }, { background: 'transparent' }],
      1600,
    );
    setWanted(null);
  }, [wanted, branch, tree, count, isLoading, threadKey, actions]);

  const isEmpty = branch.length === 0 && !live && !isLoading && error === null;
  const lastId = branch.at(-1)?.id;

  return (
    <div className={classes.threadFrame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className={classes.thread} tabIndex={0} aria-label={t('thread.label')}>
        <div ref={content} className={classes.messages}>
          {isEmpty && empty}
          {isLoading && branch.length === 0 && !live && (
            <Center py="xl">
              <Loader size="sm" type="dots" aria-label={t('common:loading')} />
            </Center>
          )}
          {error !== null && <ErrorNotice message={words(error)} onRetry={reload} />}
          {hasEarlier && (
            <div ref={top} className={classes.earlier}>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => setDrawn({ key: threadKey, count: count + pageSize })}
              >
                {t('thread.earlier')}
              </Button>
            </div>
          )}
          {branch.slice(from).map((message) => (
            <MessageItem
              key={message.id}
              message={message}
              versions={tree.versions(message)}
              isLast={message.id === lastId && !live}
              isBusy={live !== null}
              choices={choices}
              actions={actions}
              onCite={onCite}
            />
          ))}
          {live && <LiveItem live={live} branch={branch} choices={choices} onCite={onCite} />}
        </div>
      </section>
      {!isAtEnd && (
        <Tooltip label={t('thread.jump')}>
          <ActionIcon
            className={classes.jump}
            variant="default"
            size="lg"
            radius="xl"
            aria-label={t('thread.jump')}
            onClick={() => toEnd(true)}
          >
            <IconArrowDown size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <Announcer live={live} />
    </div>
  );
}

interface LiveItemProps {
  live: NonNullable<ThreadState['live']>;
  branch: readonly Message[];
  choices: ModelChoices;
  onCite(citation: Citation): void;
}

function LiveItem({ live: begun, branch, choices, onCite }: LiveItemProps) {
  const live = useLiveAnswer(begun);
  const isQuestionKept = live.regenerates !== null || branch.some(({ id }) => id === live.questionId);
  return (
    <>
      {!isQuestionKept && (
        <div className={classes.item}>
          <QuestionCard text={live.question} scope={live.scope} attachments={live.attachments} />
        </div>
      )}
      <div className={classes.item} data-live>
        <AnswerCard answer={viewOfLive(live, choices.isExtractive(live.model))} onCite={onCite} />
      </div>
    </>
  );
}
