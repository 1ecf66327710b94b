// biome-ignore-all lint/a11y/useSemanticElements: rows that lie where they belong in thousands are no list of the page
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a row takes the focus, so that the arrow keys go from one to the next
import type { RecordingSpeaker, TranscriptSegment } from '@adiuva/contracts/rpc';
import { Button } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconArrowDown } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Mark } from '../../marks.ts';
import type { SpeakerMenuActions } from '../speakers/SpeakerMenu.tsx';
import { settleInSight } from './bringIntoSight.ts';
import { isNamedAgain, rowHeight } from './rowHeight.ts';
import { type SegmentHandlers, SegmentRow } from './SegmentRow.tsx';
import classes from './transcript.module.css';
import { useFollowing } from './useFollowing.ts';
import type { SpokenPlace } from './wordAt.ts';

/** A segment that is to be brought into sight; another object is another wish. */
export interface SegmentWish {
  segmentId: string;
  /** Of a mark in it, what is looked for; the segment itself otherwise. */
  mark?: 'cited' | 'current' | undefined;
}

interface TranscriptListProps {
  /** Those that are shown, in order of time. */
  segments: readonly TranscriptSegment[];
  speakers: ReadonlyMap<number, RecordingSpeaker>;
  /** What is said now, as indices into `segments`; null where it is not among them. */
  now: SpokenPlace | null;
  isPlaying: boolean;
  marksOf(segment: TranscriptSegment): readonly Mark[];
  wish: SegmentWish | null;
  editing: string | null;
  chosen: ReadonlySet<string>;
  isChoosing: boolean;
  showsUnsure: boolean;
  handlers: SegmentHandlers;
  speakerActions: SpeakerMenuActions;
  /** Of the row that has the focus, or would have it. */
  onActive(segmentId: string): void;
}

/** All that is said, of which only what is in sight is in the page. */
export function TranscriptList(props: TranscriptListProps) {
  const { segments, speakers, now, isPlaying, marksOf, wish, editing, chosen, handlers, onActive } = props;
  const { t } = useTranslation('recording');
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const box = useMergedRef(scroller, sizeRef);
  const [activeId, setActiveId] = useState<string | null>(null);
  const takesFocus = useRef(false);
  const found = segments.findIndex(({ id }) => id === activeId);
  const active = found < 0 ? (now?.segment ?? 0) : found;

  const virtualizer = useVirtualizer({
    count: segments.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const segment = segments[index];
      return segment ? rowHeight(segment, width, isNamedAgain(segments[index - 1], segment)) : 40;
    },
    getItemKey: (index) => segments[index]?.id ?? index,
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 72,
    // What has the focus, or is being edited, stays in the page wherever one scrolls.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const inSight = defaultRangeExtractor(range);
        if (active < 0 || active >= range.count || inSight.includes(active)) return inSight;
        return [...inSight, active].sort((a, b) => a - b);
      },
      [active],
    ),
  });

  const follow = useFollowing({
    scroller,
    virtualizer,
    now,
    isPlaying,
    isHeld: editing !== null,
    idOf: (index) => segments[index]?.id,
  });

  // First to its row, then, once that is drawn, to the mark in it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another wish is what it goes to
  useEffect(() => {
    const area = scroller.current;
    const index = wish ? segments.findIndex(({ id }) => id === wish.segmentId) : -1;
    if (!wish || !area || index < 0) return;
    virtualizer.scrollToIndex(index, { align: 'start' });
    return settleInSight(
      area,
      () => {
        const row = area.querySelector(`[data-index="${index}"]`);
        return row?.querySelector(wish.mark ? `[data-kind="${wish.mark}"]` : '[data-segment]') ?? row;
      },
      0.22,
    );
  }, [wish]);

  // What is edited is in sight, also where Tab led to it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one that is edited is what it goes to
  useEffect(() => {
    const index = editing === null ? -1 : segments.findIndex(({ id }) => id === editing);
    if (index < 0) return;
    setActiveId(editing);
    virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [editing]);

  useEffect(() => {
    if (!takesFocus.current || editing !== null) return;
    takesFocus.current = false;
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  });

  function moveTo(index: number): void {
    const segment = segments[Math.max(0, Math.min(segments.length - 1, index))];
    if (!segment) return;
    setActiveId(segment.id);
    onActive(segment.id);
    takesFocus.current = true;
    follow.stop();
    virtualizer.scrollToIndex(segments.indexOf(segment), { align: 'auto' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const segment = segments[active];
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'listitem' || !segment) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown') moveTo(active + 1);
    else if (event.key === 'ArrowUp') moveTo(active - 1);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(segments.length - 1);
    else if (event.key === 'Enter') handlers.onPlayFrom(segment);
    else if (event.key === 'F2' || event.key.toLowerCase() === 'e') handlers.onEdit(segment);
    else if (event.key.toLowerCase() === 'x') handlers.onChoose(segment, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const listHandlers = useListHandlers(handlers, (id) => {
    setActiveId(id);
    onActive(id);
    takesFocus.current = true;
  });

  return (
    <div className={classes.listBox}>
      <div
        ref={box}
        role="list"
        className={classes.list}
        aria-label={t('transcript')}
        data-choosing={props.isChoosing || undefined}
        data-unsure={props.showsUnsure || undefined}
        onKeyDown={onKeyDown}
        {...follow.listeners}
      >
        <div role="presentation" className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const segment = segments[item.index];
            if (!segment) return null;
            return (
              <div
                role="listitem"
                aria-setsize={segments.length}
                aria-posinset={item.index + 1}
                aria-current={now?.segment === item.index || undefined}
                tabIndex={item.index === active ? 0 : -1}
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className={classes.slot}
                style={{ transform: `translateY(${item.start}px)` }}
                onFocus={(event) => {
                  if (event.target !== event.currentTarget) return;
                  setActiveId(segment.id);
                  onActive(segment.id);
                }}
              >
                <SegmentRow
                  segment={segment}
                  speaker={segment.speaker === null ? undefined : speakers.get(segment.speaker)}
                  others={Math.max(0, speakers.size - 1)}
                  isNamed={isNamedAgain(segments[item.index - 1], segment)}
                  marks={marksOf(segment)}
                  now={now?.segment === item.index ? now.word : null}
                  isActive={item.index === active}
                  isChosen={chosen.has(segment.id)}
                  isEditing={editing === segment.id}
                  handlers={listHandlers}
                  speakerActions={props.speakerActions}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!follow.isFollowing && now !== null && (
        <Button
          size="compact-md"
          radius="xl"
          className={classes.goOn}
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={follow.resume}
        >
          {t('follow.resume')}
        </Button>
      )}
    </div>
  );
}

/** The row that somebody works with is the one that the keyboard goes on from. */
function useListHandlers(handlers: SegmentHandlers, onRow: (id: string) => void): SegmentHandlers {
  const latest = useRef({ handlers, onRow });
  useEffect(() => {
    latest.current = { handlers, onRow };
  });
  const [own] = useState<SegmentHandlers>(() => ({
    onPlayFrom: (segment) => latest.current.handlers.onPlayFrom(segment),
    onWord: (segment, word) => latest.current.handlers.onWord(segment, word),
    onEdit: (segment) => latest.current.handlers.onEdit(segment),
    async onSave(segment, text, then) {
      const isKept = await latest.current.handlers.onSave(segment, text, then);
      if (isKept && then === 'leave') latest.current.onRow(segment.id);
      return isKept;
    },
    onLeave(segment) {
      latest.current.onRow(segment.id);
      latest.current.handlers.onLeave(segment);
    },
    onHear: (segment) => latest.current.handlers.onHear(segment),
    onRevert: (segment) => latest.current.handlers.onRevert(segment),
    onResolve: (segment, keep) => latest.current.handlers.onResolve(segment, keep),
    onChoose: (segment, isRange) => latest.current.handlers.onChoose(segment, isRange),
  }));
  return own;
}
