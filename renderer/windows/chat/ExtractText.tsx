import type { ReactNode } from 'react';
import { CitationMark } from '../../components/markdown/CitationMark.tsx';
import classes from './chat.module.css';

/**
 * Quotes are shown as they stand in their documents: what looks like Markdown in them is a document's own signs.
 */
export function ExtractText({ text }: { text: string }) {
  return text.split('\n\n').map((paragraph, index) => {
    const isQuote = /^“[\s\S]*”\s*\[\d{1,3}\]$/.test(paragraph);
    const Frame = isQuote ? 'blockquote' : 'p';
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are only added at the end
      <Frame key={index} className={isQuote ? classes.extract : classes.extractLead}>
        {withMarks(paragraph)}
      </Frame>
    );
  });
}

function withMarks(text: string): ReactNode[] {
  return text
    .split(/(\[\d{1,3}\])/)
    .map((piece) =>
      /^\[\d{1,3}\]$/.test(piece) ? <CitationMark key={piece} n={Number(piece.slice(1, -1))} /> : piece,
    );
}
