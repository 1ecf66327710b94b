import { useEffect, useRef } from 'react';
import { useFollow, useQuery } from '../../client/index.ts';

const reloadMs = 3000;

/** How many documents lost their files. */
export function useMissingCount(): number {
  const { data, reload } = useQuery('library.list', { missing: true, limit: 1 });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useFollow('library.follow', {}, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      reload();
    }, reloadMs);
  });
  return data?.total ?? 0;
}
