import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { keepInSight } from './bringIntoSight.ts';
import type { SpokenPlace } from './wordAt.ts';

interface FollowingOptions {
  scroller: RefObject<HTMLDivElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  now: SpokenPlace | null;
  isPlaying: boolean;
  /** While something is edited the list stays where it is. */
  isHeld: boolean;
  idOf(index: number): string | undefined;
}

const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);
/** Where the word that is said comes to stand. */
const readingHeight = 0.3;

/** Keeps what is said in sight until the person scrolls, and again when they ask for it. */
export function useFollowing({ scroller, virtualizer, now, isPlaying, isHeld, idOf }: FollowingOptions) {
  const [isFollowing, setFollowing] = useState(true);
  const stop = () => setFollowing(false);

  const segment = now?.segment ?? -1;
  const word = now?.word ?? -1;
  const shown = useRef(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word is what it looks for
  useEffect(() => {
    const area = scroller.current;
    // Before anything was heard the reader is where they opened it.
    if (!area || segment < 0 || !isFollowing || isHeld) return;
    const isJump = Math.abs(segment - shown.current) > 2;
    shown.current = segment;
    const row = area.querySelector(`[data-segment="${CSS.escape(idOf(segment) ?? '')}"]`);
    const target = row?.querySelector(`[data-word="${word}"]`) ?? row;
    const isSmooth = !isJump && !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (target) keepInSight(area, target, { at: readingHeight, isSmooth });
    else virtualizer.scrollToIndex(segment, { align: 'center' });
  }, [segment, word, isFollowing, isHeld]);

  return {
    isFollowing: isFollowing || !(isPlaying || segment >= 0),
    stop,
    resume: () => {
      shown.current = -1;
      setFollowing(true);
    },
    /** What a person scrolls with; what scrolls by itself raises none of these. */
    listeners: {
      onWheel: stop,
      onTouchMove: stop,
      onPointerDown: (event: { target: EventTarget; currentTarget: EventTarget }) => {
        // On the bar at the side, and not on a row.
        if (event.target === event.currentTarget) stop();
      },
      onKeyDownCapture: ({ key }: { key: string }) => {
        if (scrollKeys.has(key)) stop();
      },
    },
  };
}
