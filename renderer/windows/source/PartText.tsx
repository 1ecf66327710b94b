import type { Part } from '@adiuva/contracts';
import { useEffect, useMemo, useRef } from 'react';
import { MarkedText } from '../../components/MarkedText.tsx';
import { partSegments, type Segment } from './partSegments.ts';
import classes from './source.module.css';

interface PartTextProps {
  part: Part;
  /** UTF-16 code units into the part's text; null where nothing is cited. */
  range: { start: number; end: number } | null;
}

/** The extracted text of one part, the cited stretch marked and in view. */
export function PartText({ part, range }: PartTextProps) {
  const box = useRef<HTMLElement>(null);
  const segments = useMemo(() => partSegments(part, range), [part, range]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new segments are a new place to go to
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    // Within its own area alone: scrollIntoView would move the page beside it as well.
    const mark = area.querySelector('mark')?.getBoundingClientRect();
    const place = area.getBoundingClientRect();
    area.scrollTo({ top: mark ? area.scrollTop + mark.top - place.top - area.clientHeight / 3 : 0 });
  }, [segments]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={box} className={classes.text} tabIndex={0} aria-label="Text of the source">
      {segments.map((segment) => (
        <SegmentBlock key={segment.start} segment={segment} />
      ))}
    </section>
  );
}

function SegmentBlock({ segment: { kind, text, mark } }: { segment: Segment }) {
  const shown = <MarkedText text={text} marks={mark ? [mark] : []} />;
  if (kind === 'heading') return <h3 className={`${classes.block} ${classes.heading}`}>{shown}</h3>;
  if (kind === 'code' || kind === 'table')
    return <pre className={`${classes.block} ${classes.code}`}>{shown}</pre>;
  if (kind === 'quote')
    return <blockquote className={`${classes.block} ${classes.quote}`}>{shown}</blockquote>;
  return <p className={classes.block}>{shown}</p>;
}
