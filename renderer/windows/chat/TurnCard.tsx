import { describeLocator } from '@adiuva/contracts';
import type { Answer, Citation } from '@adiuva/contracts/rpc';
import { Loader, Text, Title } from '@mantine/core';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { fileName } from '../../components/fileName.ts';
import type { ViewerTarget } from '../../frame/useApp.ts';
import { AnswerText } from './AnswerText.tsx';
import classes from './chat.module.css';
import type { Turn } from './useConversation.ts';

interface TurnCardProps {
  turn: Turn;
  onOpen(target: ViewerTarget): void;
  onRetry(question: string): void;
}

export function TurnCard({ turn, onOpen, onRetry }: TurnCardProps) {
  const { question, text, state, answer, error } = turn;
  const isOpen = state === 'waiting' || state === 'writing';
  const cite = ({ documentId, title, path, locator }: Citation) =>
    onOpen({ documentId, name: title ?? fileName(path), locator });

  return (
    <article className={classes.turn} aria-label={question}>
      <Title order={3} size="h5">
        {question}
      </Title>
      <div className={classes.answer} aria-live="polite" aria-busy={isOpen}>
        {state === 'waiting' && <Loader size="sm" type="dots" aria-label="Looking through your documents" />}
        <AnswerText text={text} citations={answer?.citations ?? []} onCite={cite} />
      </div>
      {state === 'stopped' && (
        <Text size="sm" c="dimmed" mt="xs">
          Stopped.
        </Text>
      )}
      {error && <ErrorNotice message={error} onRetry={() => onRetry(question)} />}
      {answer && answer.citations.length > 0 && (
        <ul className={classes.sources} aria-label="Sources">
          {answer.citations.map((citation) => (
            <SourceRow key={citation.n} citation={citation} onCite={cite} />
          ))}
        </ul>
      )}
      {answer && (answer.kind === 'generated' || answer.citations.length > 0) && (
        <Text size="xs" c="dimmed" mt="sm">
          {origin(answer)}
        </Text>
      )}
    </article>
  );
}

function SourceRow({ citation, onCite }: { citation: Citation; onCite(citation: Citation): void }) {
  const { n, title, path, locator } = citation;
  return (
    <li>
      <button type="button" className={classes.source} title={path} onClick={() => onCite(citation)}>
        <span>{n}.</span>
        <span className={classes.sourceName}>{title ?? fileName(path)}</span>
        <span className={classes.sourcePlace}>{describeLocator(locator, title)}</span>
      </button>
    </li>
  );
}

function origin({ kind, model, grounded, droppedCitations }: Answer): string {
  if (kind === 'extract') return 'No language model took part: these are your documents’ own words.';
  const dropped =
    droppedCitations > 0
      ? ` ${droppedCitations} citations did not hold against their source and were dropped.`
      : '';
  const unchecked = grounded ? '' : ' Not every statement has a checked source.';
  return `Written by ${model}.${unchecked}${dropped}`;
}
