import { useModals } from '@mantine/modals';
import { createElement, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';

/** Opens an address outside the app, after a question that shows where it leads; the desktop asks by itself. */
export function useOpenExternal(): (url: string) => void {
  const { t } = useTranslation(['viewer', 'common']);
  const { host } = useConnection();
  const modals = useModals();
  return useCallback(
    (url) => {
      if (host.shell) return host.openExternal(url);
      modals.openConfirmModal({
        title: t('external.title'),
        children: createElement('p', { style: { margin: 0, overflowWrap: 'anywhere' } }, url),
        labels: { confirm: t('external.open'), cancel: t('common:cancel') },
        closeButtonProps: { 'aria-label': t('common:close') },
        onConfirm: () => host.openExternal(url),
      });
    },
    [host, modals, t],
  );
}
