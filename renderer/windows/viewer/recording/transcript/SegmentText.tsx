import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { memo, useMemo } from 'react';
import { Marks } from '../../Marks.tsx';
import { layMarks, type Mark } from '../../marks.ts';
import { layWords } from './layWords.ts';
import classes from './transcript.module.css';

interface SegmentTextProps {
  segment: TranscriptSegment;
  marks: readonly Mark[];
  /** The word that is said now; null elsewhere. */
  now: number | null;
}

/** Under this a word is marked as one that may be another. */
const sure = 0.5;

/** A segment word by word: pressed, each leads to its second. */
export const SegmentText = memo(function SegmentText({ segment, marks, now }: SegmentTextProps) {
  const pieces = useMemo(() => layWords(segment), [segment]);
  const { text, words } = segment;
  return pieces.map(({ start, end, word }) => {
    const own =
      marks.length === 0
        ? marks
        : layMarks(marks, { start, end }).map((mark) => ({
            ...mark,
            start: mark.start - start,
            end: mark.end - start,
          }));
    const shown = <Marks text={text.slice(start, end)} marks={own} />;
    if (word === null) return <span key={start}>{shown}</span>;
    const confidence = words[word]?.confidence;
    return (
      <span
        key={start}
        className={classes.word}
        data-word={word}
        data-unsure={(confidence !== undefined && confidence < sure) || undefined}
        data-now={word === now || undefined}
      >
        {shown}
      </span>
    );
  });
});
