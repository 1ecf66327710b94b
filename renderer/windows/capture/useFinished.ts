import type { Capture } from '@adiuva/contracts/rpc';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';

const lookMs = 700;
/** Who has gone on to something else by then is not led away from it. */
const patienceMs = 20_000;

/**
 * Says that a recording was saved, and shows it as soon as it is a document.
 * @returns what takes one that was finished
 */
export function useFinished(
  onDocument: (documentId: string, title: string) => void,
): (capture: Capture) => void {
  const { t } = useTranslation('capture');
  const { client } = useConnection();
  const { tell } = useNotices();
  const [awaited, setAwaited] = useState<Capture | null>(null);
  const latest = useRef(onDocument);
  useEffect(() => {
    latest.current = onDocument;
  });

  // The library takes it in by itself, and tells nobody which document it has become.
  useEffect(() => {
    if (!awaited) return;
    const until = Date.now() + patienceMs;
    const look = async () => {
      const { captures } = await client.call('capture.list', {});
      const known = captures.find(({ id }) => id === awaited.id)?.documentId ?? null;
      if (known !== null) latest.current(known, awaited.title);
      if (known !== null || Date.now() > until) setAwaited(null);
    };
    const timer = setInterval(() => void look().catch(() => undefined), lookMs);
    return () => clearInterval(timer);
  }, [awaited, client]);

  return useCallback(
    (capture) => {
      tell(t('saved', { title: capture.title || t('title') }));
      if (capture.documentId === null) setAwaited(capture);
      else latest.current(capture.documentId, capture.title);
    },
    [tell, t],
  );
}
