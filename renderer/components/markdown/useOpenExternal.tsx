import { Code, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import classes from './markdown.module.css';
import { addressHost } from './safeAddress.ts';

/** Opens an address outside of the app, after a question that shows whom it leads to. The desktop asks by itself. */
export function useOpenExternal(): (address: string) => void {
  const { host } = useConnection();
  const { t } = useTranslation(['chat', 'common']);
  return useCallback(
    (address) => {
      if (host.shell) return host.openExternal(address);
      modals.openConfirmModal({
        title: t('external.title', { host: addressHost(address) }),
        closeButtonProps: { 'aria-label': t('common:close') },
        labels: { confirm: t('external.open'), cancel: t('common:cancel') },
        onConfirm: () => host.openExternal(address),
        children: (
          <Stack gap="xs">
            <Text size="sm">{t('external.text')}</Text>
            <Code block className={classes.breakable}>
              {address}
            </Code>
          </Stack>
        ),
      });
    },
    [host, t],
  );
}
