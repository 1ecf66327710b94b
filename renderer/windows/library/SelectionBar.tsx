import { Button, CloseButton, Group, Text } from '@mantine/core';
import { IconArchive, IconRefresh, IconReplace, IconTags, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import classes from './library.module.css';
import type { Targets } from './targets.ts';
import type { DocumentActions } from './useDocumentActions.tsx';

interface SelectionBarProps {
  targets: Targets;
  actions: DocumentActions;
  isMissing: boolean;
  canRetry: boolean;
  onTags(targets: Targets): void;
  onMove(targets: Targets): void;
  onClear(): void;
}

/** What can be done with all that is chosen. */
export function SelectionBar({
  targets,
  actions,
  isMissing,
  canRetry,
  onTags,
  onMove,
  onClear,
}: SelectionBarProps) {
  const { t } = useTranslation('library');
  const { number } = useFormat();
  return (
    <Group className={classes.selection} gap="xs" role="toolbar" aria-label={t('selection.label')}>
      <CloseButton size="sm" aria-label={t('selection.clear')} onClick={onClear} />
      <Text size="sm" fw={500} role="status" mr="xs">
        {t('selection.count', { count: targets.count, number: number(targets.count) })}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTags size={15} />}
        onClick={() => onTags(targets)}
      >
        {t('menu.tags')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconReplace size={15} />}
        onClick={() => onMove(targets)}
      >
        {t('menu.move')}
      </Button>
      {canRetry && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={15} />}
          onClick={() => actions.retry(targets)}
        >
          {t('menu.retry')}
        </Button>
      )}
      {isMissing && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArchive size={15} />}
          onClick={() => actions.keep(targets)}
        >
          {t('menu.keep')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        c="red"
        leftSection={<IconTrash size={15} />}
        onClick={() => actions.remove(targets)}
      >
        {t('menu.remove')}
      </Button>
    </Group>
  );
}
