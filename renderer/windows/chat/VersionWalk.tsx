import type { Message } from '@adiuva/contracts/rpc';
import { ActionIcon, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import classes from './chat.module.css';

interface VersionWalkProps {
  message: Message;
  versions: readonly Message[];
  onShow(messageId: string): void;
}

/** ‹ 2 of 3 ›: the ways a conversation went from here. */
export function VersionWalk({ message, versions, onShow }: VersionWalkProps) {
  const { t } = useTranslation('chat');
  const { number } = useFormat();
  if (versions.length < 2) return null;
  const index = versions.findIndex(({ id }) => id === message.id);
  const before = versions[index - 1];
  const after = versions[index + 1];
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons that belong together are no fieldset
    <div className={classes.versions} role="group" aria-label={t('message.versions')}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('message.previousVersion')}
        disabled={!before}
        onClick={() => before && onShow(before.id)}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <Text size="xs" aria-live="polite" className={classes.versionCount}>
        {t('message.versionOf', { at: number(index + 1), all: number(versions.length) })}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('message.nextVersion')}
        disabled={!after}
        onClick={() => after && onShow(after.id)}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
