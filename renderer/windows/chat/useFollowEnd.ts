import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

const nearEndPx = 60;

export interface FollowEnd {
  isAtEnd: boolean;
  toEnd(isSmooth?: boolean): void;
}

/**
 * Keeps the end of what grows in sight for as long as the reader is there; who scrolled up is left in peace.
 * @param content the element inside the scrolling one
 */
export function useFollowEnd(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  key: string,
): FollowEnd {
  const isFollowing = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const toEnd = useCallback(
    (isSmooth = false) => {
      isFollowing.current = true;
      const behavior =
        isSmooth && !matchMedia('(prefers-reduced-motion: reduce)').matches ? 'smooth' : 'instant';
      scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior });
    },
    [scroller],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins at its end
  useEffect(() => {
    const frame = scroller.current;
    const inner = content.current;
    if (!frame || !inner) return;
    toEnd();
    let lastTop = frame.scrollTop;
    let lastHeight = frame.scrollHeight;
    const onScroll = () => {
      const isNear = frame.scrollHeight - frame.scrollTop - frame.clientHeight < nearEndPx;
      // Going up is the reader's doing, unless what is shown became shorter.
      if (isNear) isFollowing.current = true;
      else if (frame.scrollTop < lastTop && frame.scrollHeight >= lastHeight) isFollowing.current = false;
      lastTop = frame.scrollTop;
      lastHeight = frame.scrollHeight;
      setIsAtEnd(isNear);
    };
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) toEnd();
      onScroll();
    });
    observer.observe(inner);
    observer.observe(frame);
    frame.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener('scroll', onScroll);
    };
  }, [scroller, content, toEnd, key]);

  return { isAtEnd, toEnd };
}
