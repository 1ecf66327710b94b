import type { Capture } from '@adiuva/contracts/rpc';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../../frame/notices.tsx';

/**
 * Waits until a recording that was finished is a document, then says so and shows it.
 * @returns what takes one to be waited for
 */
export function useFinished(
  captures: readonly Capture[],
  onDocument: (documentId: string, title: string) => void,
): (capture: Capture) => void {
  const { t } = useTranslation('capture');
  const { tell } = useNotices();
  const awaited = useRef(new Set<string>());
  const arrive = useCallback(
    ({ id, documentId, title }: Capture) => {
      if (documentId === null || !awaited.current.delete(id)) return;
      tell(t('saved', { title: title || t('title') }));
      onDocument(documentId, title);
    },
    [tell, t, onDocument],
  );
  useEffect(() => {
    for (const capture of captures) arrive(capture);
  }, [captures, arrive]);
  return useCallback(
    (capture) => {
      awaited.current.add(capture.id);
      arrive(capture);
    },
    [arrive],
  );
}
