import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useRef } from 'react';

const mostKept = 20;

export interface RecentQuestions {
  add(question: string): void;
  /** One step back or forth; null where there is none further. */
  step(direction: 'older' | 'newer', current: string): string | null;
}

/** What was asked here before, newest first, as a command line keeps it. */
export function useRecentQuestions(): RecentQuestions {
  const [kept, setKept] = useLocalStorage<string[]>({ key: 'adiuva-quick-recent', defaultValue: [] });
  const at = useRef(-1);
  const written = useRef('');
  const add = useCallback(
    (question: string) => {
      at.current = -1;
      setKept((before) => [question, ...before.filter((one) => one !== question)].slice(0, mostKept));
    },
    [setKept],
  );
  const step = useCallback(
    (direction: 'older' | 'newer', current: string) => {
      const next = at.current + (direction === 'older' ? 1 : -1);
      if (next < -1 || next >= kept.length) return null;
      if (at.current === -1) written.current = current;
      at.current = next;
      return next === -1 ? written.current : (kept[next] ?? null);
    },
    [kept],
  );
  return { add, step };
}
