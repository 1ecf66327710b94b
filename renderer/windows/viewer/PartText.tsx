import type { Part } from '@adiuva/contracts';
import { useEffect, useMemo, useRef } from 'react';
import { MarkedText } from '../../components/MarkedText.tsx';
import { MessageHeaders } from './MessageHeaders.tsx';
import { partSegments, type Segment } from './partSegments.ts';
import { TableView } from './TableView.tsx';
import { tableRows } from './tableRows.ts';
import classes from './viewer.module.css';

interface PartTextProps {
  part: Part;
  /** Of the mail whose body this part is. */
  headers: string | null;
  /** UTF-16 code units into the part's text; null where nothing is cited. */
  range: { start: number; end: number } | null;
}

/** The extracted text of one part, the cited stretch marked and in view. All of it is text, whatever it looks like. */
export function PartText({ part, headers, range }: PartTextProps) {
  const box = useRef<HTMLElement>(null);
  const segments = useMemo(() => partSegments(part, range), [part, range]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new segments are a new place to go to
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    // Within its own area alone: scrollIntoView would move the page beside it as well.
    const mark = area.querySelector('mark, [data-cited]')?.getBoundingClientRect();
    const place = area.getBoundingClientRect();
    area.scrollTo({ top: mark ? area.scrollTop + mark.top - place.top - area.clientHeight / 3 : 0 });
  }, [segments]);

  const isHeaders = part.locator.kind === 'message' && part.locator.section === 'headers';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={box} className={classes.text} tabIndex={0} aria-label="Text of the source">
      {headers !== null && <MessageHeaders text={headers} isCited={false} />}
      {isHeaders ? (
        <MessageHeaders text={part.text} isCited={range !== null} />
      ) : (
        segments.map((segment) => (
          <SegmentBlock key={segment.start} segment={segment} part={part} range={range} />
        ))
      )}
    </section>
  );
}

interface SegmentBlockProps extends Pick<PartTextProps, 'part' | 'range'> {
  segment: Segment;
}

function SegmentBlock({ segment, part, range }: SegmentBlockProps) {
  const { kind, text, mark } = segment;
  const isSheet = part.locator.kind === 'cells';
  const table = useMemo(
    () => (kind === 'table' ? tableRows(part.text, segment, segment.grid, range) : null),
    [kind, part, segment, range],
  );
  if (table) return <TableView table={table} isSheet={isSheet} />;
  // The signs of a Markdown heading say what its look says.
  const signs = kind === 'heading' ? (/^#{1,6}\s+/.exec(text)?.[0].length ?? 0) : 0;
  const marks = mark ? ([[Math.max(0, mark[0] - signs), mark[1] - signs]] as const) : [];
  const shown = <MarkedText text={text.slice(signs)} marks={marks} />;
  if (kind === 'heading') return <h3 className={`${classes.block} ${classes.heading}`}>{shown}</h3>;
  if (kind === 'code' || kind === 'table')
    return <pre className={`${classes.block} ${classes.code}`}>{shown}</pre>;
  if (kind === 'quote')
    return <blockquote className={`${classes.block} ${classes.quote}`}>{shown}</blockquote>;
  if (kind === 'caption' || kind === 'footnote')
    return <p className={`${classes.block} ${classes.aside}`}>{shown}</p>;
  return <p className={classes.block}>{shown}</p>;
}
