import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorWords } from '../messages/index.ts';

export interface Notices {
  /** What was done, in a sentence. */
  tell(message: string): void;
  /** With a way back, for ten seconds. */
  tellWithUndo(message: string, undo: () => void): void;
  fail(error: unknown): void;
}

const undoMs = 10_000;
/** What went wrong is to be read, and often to be acted upon. */
const failureMs = 20_000;

/** Short messages at the window's edge; read out politely. */
export function useNotices(): Notices {
  const { t } = useTranslation();
  const words = useErrorWords();
  return useMemo(
    () => ({
      tell: (message) => void notifications.show({ message, closeButtonProps: { 'aria-label': t('close') } }),
      tellWithUndo(message, undo) {
        const id = notifications.show({
          autoClose: undoMs,
          closeButtonProps: { 'aria-label': t('close') },
          message: (
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">{message}</Text>
              <Button
                size="compact-sm"
                variant="light"
                onClick={() => {
                  notifications.hide(id);
                  undo();
                }}
              >
                {t('undo')}
              </Button>
            </Group>
          ),
        });
      },
      fail(error) {
        const message = words(error);
        void notifications.show({
          // The same again says nothing more.
          id: `failure ${message}`,
          color: 'red',
          autoClose: failureMs,
          message,
          closeButtonProps: { 'aria-label': t('close') },
        });
      },
    }),
    [t, words],
  );
}
