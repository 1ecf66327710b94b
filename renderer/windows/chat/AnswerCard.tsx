import type { Citation } from '@adiuva/contracts/rpc';
import { Alert, Badge, Button, Group, Loader, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop, IconQuote } from '@tabler/icons-react';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../../components/fileName.ts';
import { CitationContext } from '../../components/markdown/CitationMark.tsx';
import { Markdown } from '../../components/markdown/Markdown.tsx';
import { useErrorWords } from '../../messages/index.ts';
import { AnswerSources } from './AnswerSources.tsx';
import type { AnswerView } from './answerView.ts';
import classes from './chat.module.css';
import { ExtractText } from './ExtractText.tsx';
import { useModelName } from './useModels.ts';

interface AnswerCardProps {
  answer: AnswerView;
  onCite(citation: Citation): void;
  onRetry?: (() => void) | undefined;
  /** What can be done with it. */
  children?: ReactNode;
}

/** An answer with its sources, from its first word to long after. */
export const AnswerCard = memo(function AnswerCard({ answer, onCite, onRetry, children }: AnswerCardProps) {
  const { t } = useTranslation(['chat', 'common']);
  const { text, kind, citations, unsupported, state } = answer;
  const source = useMemo(() => ({ citations, onCite }), [citations, onCite]);
  const numbers = useMemo(() => citations.map(({ n }) => n), [citations]);
  const isExtract = kind === 'extract';
  return (
    <CitationContext value={source}>
      <article className={classes.answer} aria-label={t('thread.answer')} aria-busy={state === 'live'}>
        {isExtract && citations.length > 0 && (
          <Tooltip label={t('answer.extractText')} multiline maw={320}>
            <Badge
              variant="light"
              color="gray"
              mb={8}
              leftSection={<IconQuote size={12} aria-hidden />}
              tt="none"
            >
              {t('answer.extract')}
            </Badge>
          </Tooltip>
        )}
        {isExtract ? (
          <ExtractText text={text} />
        ) : (
          <Markdown
            text={text}
            isStreaming={state === 'live'}
            citations={numbers}
            unsupported={unsupported}
          />
        )}
        {state === 'live' && <Phase answer={answer} />}
        {(state === 'stopped' || state === 'failed') && <Ending answer={answer} onRetry={onRetry} />}
        {citations.length > 0 && <AnswerSources citations={citations} onCite={onCite} />}
        {state !== 'live' && (
          <div className={classes.answerFoot}>
            {children}
            <Origin answer={answer} />
          </div>
        )}
      </article>
    </CitationContext>
  );
});

function Phase({ answer: { phase, documents, text } }: { answer: AnswerView }) {
  const { t } = useTranslation('chat');
  if (phase === 'writing' && text !== '') return <span className={classes.caret} aria-hidden />;
  return (
    <Group gap="xs" wrap="nowrap" className={classes.phase}>
      <Loader size={16} aria-hidden />
      <Text size="sm" c="dimmed" truncate>
        {phaseWords(t, phase, documents)}
      </Text>
    </Group>
  );
}

type Translate = ReturnType<typeof useTranslation<'chat'>>['t'];

/** What is being done now, in words. */
export function phaseWords(t: Translate, phase: AnswerView['phase'], documents: readonly string[]): string {
  if (phase === 'searching') return t('phase.searching');
  if (phase === 'writing') return t('phase.writing');
  const names = [...new Set(documents.map(fileName))];
  const [first] = names;
  if (phase !== 'reading' || first === undefined) return t('phase.nothingFound');
  return names.length === 1
    ? t('phase.readingOne', { name: first })
    : t('phase.readingMore', { name: first, count: names.length - 1 });
}

function Ending({ answer, onRetry }: { answer: AnswerView; onRetry: (() => void) | undefined }) {
  const { t } = useTranslation(['chat', 'common']);
  const words = useErrorWords();
  const isFailed = answer.state === 'failed';
  const reason = words(answer.error);
  const isEmpty = answer.text === '';
  const told = isFailed
    ? isEmpty
      ? t('message.failed', { reason })
      : t('message.failedPartly', { reason })
    : isEmpty
      ? t('message.stoppedEmpty')
      : t('message.stopped');
  return (
    <Alert
      color={isFailed ? 'red' : 'gray'}
      variant="light"
      mt={isEmpty ? 0 : 'sm'}
      p="xs"
      className={classes.ending}
      icon={isFailed ? <IconAlertTriangle size={18} aria-hidden /> : <IconPlayerStop size={18} aria-hidden />}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm" className={classes.breakable}>
          {told}
        </Text>
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {t('message.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function Origin({
  answer: { kind, model, isGrounded, droppedCitations, text, citations },
}: {
  answer: AnswerView;
}) {
  const { t } = useTranslation('chat');
  const modelName = useModelName();
  if (text === '') return null;
  const told =
    kind === 'extract'
      ? citations.length > 0
        ? [t('answer.extractText')]
        : []
      : [
          ...(model ? [t('answer.writtenBy', { model: modelName(model) })] : []),
          ...(isGrounded ? [] : [t('answer.notGrounded')]),
          ...(droppedCitations > 0 ? [t('answer.dropped', { count: droppedCitations })] : []),
        ];
  return (
    <Text size="xs" c="dimmed" className={classes.origin}>
      {told.join(' · ')}
    </Text>
  );
}
