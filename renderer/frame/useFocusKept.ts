import { type RefObject, useEffect } from 'react';

/** Dialogs give the focus back over some frames; a view may take it itself. */
const settledMs = 250;

/**
 * Where the place changed and what had the focus went with the one before, the new one gets it: the next Tab starts
 * there, and a screen reader says where it is.
 */
export function useFocusKept(place: string, target: RefObject<HTMLElement | null>): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is what it is done for
  useEffect(() => {
    const timer = setTimeout(() => {
      if (document.activeElement === null || document.activeElement === document.body)
        target.current?.focus();
    }, settledMs);
    return () => clearTimeout(timer);
  }, [place, target]);
}
