import type { ReactNode } from 'react';
import { CitationMark } from '../../components/markdown/CitationMark.tsx';
import classes from './chat.module.css';
import { quoteAsRead } from './quoteAsRead.ts';

/**
 * Quotes are shown in their documents' words: what looks like Markdown within them is a document's own signs.
 */
export function ExtractText({ text }: { text: string }) {
  return text.split('\n\n').map((paragraph, index) => {
    const [, quote, mark = ''] = /^“([\s\S]*)”\s*(\[\d{1,3}\])$/.exec(paragraph) ?? [];
    const isQuote = quote !== undefined;
    const shown = isQuote ? `“${quoteAsRead(quote)}” ${mark}` : paragraph;
    const Frame = isQuote ? 'blockquote' : 'p';
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are only added at the end
      <Frame key={index} className={isQuote ? classes.extract : classes.extractLead}>
        {withMarks(shown)}
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
