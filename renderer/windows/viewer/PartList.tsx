import { Skeleton, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowWindows } from '../../components/rowWindows.ts';
import { useDescribeLocator } from '../../components/useDescribeLocator.ts';
import { boxesOfRange, type Mark, type MarkKind } from './marks.ts';
import { PageImage } from './PageImage.tsx';
import { PartText } from './PartText.tsx';
import type { Place } from './place.ts';
import type { StoredPart } from './useParts.ts';
import classes from './viewer.module.css';

interface PartListProps {
  documentId: string;
  name: string;
  parts: RowWindows<StoredPart>;
  /** Pages and pictures as they look, or what was read of them. */
  look: 'text' | 'picture';
  isCode: boolean;
  place: Place | null;
  marksOf(part: number): readonly Mark[];
  zoom: number;
  /** The part at the top of what is in sight. */
  onPart(part: number): void;
}

/** A document from its first part to its last, of which only what is in sight is in the page. */
export function PartList({
  documentId,
  name,
  parts,
  look,
  isCode,
  place,
  marksOf,
  zoom,
  onPart,
}: PartListProps) {
  const { t } = useTranslation('viewer');
  const describe = useDescribeLocator();
  const scroller = useRef<HTMLElement>(null);
  const total = parts.total() ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 700,
    overscan: 1,
    gap: 12,
  });
  const { startIndex: first, endIndex: last } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(() => parts.show(first, last), [parts, first, last]);
  useEffect(() => onPart(first), [first, onPart]);
  const arrived = useRef<Place | null>(null);
  const wanted = place && place.part < total ? parts.rowAt(place.part) : undefined;

  // First to its part, then, once that is here, to the place in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, or the part that was missing, is what it goes to
  useEffect(() => {
    if (!place || total === 0 || place.part >= total) return;
    if (arrived.current !== place) {
      arrived.current = place;
      virtualizer.scrollToIndex(place.part, { align: 'start' });
    }
    if (!wanted) return;
    return bringIntoSight(scroller.current, place.part);
  }, [place, total, wanted, look]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} className={classes.text} tabIndex={0} aria-label={t(`look.${look}Label`)}>
      <div className={classes.parts} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const part = parts.rowAt(item.index);
          const marks = marksOf(item.index);
          const hasLooks = part && (part.kind === 'page' || part.kind === 'picture' || part.kind === 'slide');
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className={classes.part}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {!part && <Skeleton height={400} aria-label={t('loading')} />}
              {part && total > 1 && describe(part.locator, name) !== '' && (
                <Text size="xs" c="dimmed" className={classes.partName}>
                  {describe(part.locator, name)}
                </Text>
              )}
              {part && look === 'picture' && hasLooks && (
                <PageImage
                  documentId={documentId}
                  place={{ part: item.index }}
                  alt={`${name}, ${describe({ ...part.locator, within: [] })}`}
                  highlights={highlightsOf(part, marks, place)}
                  zoom={zoom}
                />
              )}
              {part && !(look === 'picture' && hasLooks) && (
                <PartText part={part} marks={marks} isCode={isCode} isFirst={item.index === 0} />
              )}
              {part?.awaitsOcr && (
                <Text size="sm" c="dimmed">
                  {t('awaitsOcr')}
                </Text>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Boxes for what is marked on a page or a picture. */
export function highlightsOf(part: StoredPart | undefined, marks: readonly Mark[], place: Place | null) {
  const found = marks.map(({ kind, start, end }) => ({
    kind,
    boxes: boxesOfRange(part?.lines ?? [], { start, end }),
  }));
  const cited = place?.locator;
  if (!cited || cited.part !== part?.ordinal || !('boxes' in cited) || cited.boxes.length === 0) return found;
  return [{ kind: 'cited' as MarkKind, boxes: cited.boxes }, ...found.filter(({ kind }) => kind !== 'cited')];
}

/** Heights above it may still settle: it is gone to until it stays where it is. */
function bringIntoSight(area: HTMLElement | null, part: number): () => void {
  let tries = 0;
  let frame = 0;
  const go = () => {
    const item = area?.querySelector(`[data-index="${part}"]`);
    const mark =
      item?.querySelector('[data-kind="current"]') ?? item?.querySelector('[data-kind="cited"], [data-kind]');
    if (area && mark) {
      const away =
        mark.getBoundingClientRect().top - area.getBoundingClientRect().top - area.clientHeight / 4;
      if (Math.abs(away) > 4) area.scrollTop += away;
    }
    tries += 1;
    if (tries < 14) frame = requestAnimationFrame(() => (tries % 2 ? go() : setTimeout(go, 30)));
  };
  frame = requestAnimationFrame(go);
  return () => cancelAnimationFrame(frame);
}
