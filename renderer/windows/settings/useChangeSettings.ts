import type { Settings } from '@adiuva/contracts/rpc';
import { useCallback } from 'react';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';

/** Changes what is given; every window hears of it from the engine. */
export function useChangeSettings(): (change: Partial<Settings>) => void {
  const { client } = useConnection();
  const { fail } = useNotices();
  return useCallback((change) => void client.call('settings.change', change).catch(fail), [client, fail]);
}
