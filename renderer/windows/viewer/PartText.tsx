import type { Part } from '@adiuva/contracts';
import { memo, useMemo } from 'react';
import { CodeText } from './CodeText.tsx';
import { Marks } from './Marks.tsx';
import { MessageHeaders } from './MessageHeaders.tsx';
import type { Mark } from './marks.ts';
import { partSegments, type Segment } from './partSegments.ts';
import { TableView } from './TableView.tsx';
import { tableRows } from './tableRows.ts';
import classes from './viewer.module.css';

interface PartTextProps {
  part: Part;
  marks: readonly Mark[];
  /** The whole part is source code: its lines and its spaces are as they were written. */
  isCode: boolean;
  /** Only where the part begins the file are its lines numbered as they are in the file. */
  isFirst: boolean;
}

/** The extracted text of one part with what is marked in it. All of it is text, whatever it looks like. */
export const PartText = memo(function PartText({ part, marks, isCode, isFirst }: PartTextProps) {
  const segments = useMemo(() => (isCode ? [] : partSegments(part, marks)), [part, marks, isCode]);
  if (isCode) return <CodeText text={part.text} marks={marks} isNumbered={isFirst} />;
  const { locator } = part;
  if (locator.kind === 'message' && locator.section === 'headers')
    return <MessageHeaders text={part.text} isCited={marks.some(({ kind }) => kind !== 'found')} />;
  return segments.map((segment) => (
    <SegmentBlock key={segment.start} segment={segment} part={part} marks={marks} />
  ));
});

interface SegmentBlockProps extends Pick<PartTextProps, 'part' | 'marks'> {
  segment: Segment;
}

const signsBefore: Partial<Record<Segment['kind'], RegExp>> = {
  heading: /^#{1,6}\s+/,
  code: /^\s*(```+|~~~+)[^\n]*\n/,
};

function SegmentBlock({ segment, part, marks }: SegmentBlockProps) {
  const { kind, text, level } = segment;
  const isSheet = part.locator.kind === 'cells';
  const table = useMemo(
    () => (kind === 'table' ? tableRows(part.text, segment, segment.grid, marks) : null),
    [kind, part, segment, marks],
  );
  if (table) return <TableView table={table} isSheet={isSheet} />;
  // The signs of Markdown say what the look says.
  const signs = signsBefore[kind]?.exec(text)?.[0].length ?? 0;
  const body = kind === 'code' && signs > 0 ? text.replace(/\n\s*(```+|~~~+)\s*$/, '') : text;
  const shown = <Marks text={body} marks={segment.marks} skip={signs} />;
  switch (kind) {
    case 'heading':
      return (
        <h3 className={`${classes.block} ${classes.heading}`} data-level={level ?? undefined} dir="auto">
          {shown}
        </h3>
      );
    case 'code':
    case 'table':
      return <pre className={`${classes.block} ${classes.code}`}>{shown}</pre>;
    case 'quote':
      return (
        <blockquote className={`${classes.block} ${classes.quote}`} dir="auto">
          {shown}
        </blockquote>
      );
    default:
      return (
        <p
          className={classes.block}
          data-aside={kind === 'caption' || kind === 'footnote' || undefined}
          dir="auto"
        >
          {shown}
        </p>
      );
  }
}
