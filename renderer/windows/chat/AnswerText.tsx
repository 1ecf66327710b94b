import type { Citation } from '@adiuva/contracts/rpc';
import type { ReactNode } from 'react';
import { fileName } from '../../components/fileName.ts';
import classes from './chat.module.css';

interface AnswerTextProps {
  text: string;
  /** Empty while the answer is still being written: its marks are then plain text. */
  citations: readonly Citation[];
  onCite(citation: Citation): void;
}

/** The answer, its `[n]` turned into buttons that open the passage. */
export function AnswerText({ text, citations, onCite }: AnswerTextProps) {
  const pieces: ReactNode[] = [];
  let position = 0;
  for (const match of text.matchAll(/\[(\d{1,3})\]/g)) {
    const citation = citations.find(({ n }) => n === Number(match[1]));
    if (!citation) continue;
    pieces.push(
      text.slice(position, match.index),
      <CitationButton key={match.index} citation={citation} onCite={onCite} />,
    );
    position = match.index + match[0].length;
  }
  return (
    <>
      {pieces}
      {text.slice(position)}
    </>
  );
}

function CitationButton({ citation, onCite }: { citation: Citation; onCite(citation: Citation): void }) {
  const name = citation.title ?? fileName(citation.path);
  return (
    <button
      type="button"
      className={classes.citation}
      title={name}
      aria-label={`Source ${citation.n}: ${name}`}
      onClick={() => onCite(citation)}
    >
      {citation.n}
    </button>
  );
}
