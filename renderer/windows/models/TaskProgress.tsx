import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { useFormat } from '../../messages/index.ts';
import type { ModelTask } from './ModelWork.tsx';

interface TaskProgressProps {
  task: ModelTask;
  name: string;
  onCancel(): void;
}

/** How far a download, an import or a switch is, and the way to stop it. */
export function TaskProgress({ task, name, onCancel }: TaskProgressProps) {
  const { t } = useTranslation(['models', 'common']);
  const { bytes, share } = useFormat();
  const { fraction, receivedBytes, totalBytes } = task;
  const facts = [
    t(`tasks.${task.kind}`),
    fraction === null ? null : share(fraction),
    receivedBytes !== null && totalBytes !== null ? `${bytes(receivedBytes)} / ${bytes(totalBytes)}` : null,
  ];
  return (
    <Group gap="sm" mt="sm" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <WorkProgress fraction={fraction} label={t('progressOf', { name })} />
        <Text size="xs" c="dimmed" mt={4}>
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Button size="compact-sm" variant="default" onClick={onCancel}>
        {t('common:stop')}
      </Button>
    </Group>
  );
}
