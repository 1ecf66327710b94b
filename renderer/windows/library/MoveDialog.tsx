import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { BaseField } from './BaseField.tsx';
import { nameOf } from './libraryFilter.ts';
import type { Targets } from './targets.ts';
import { defaultBase } from './useBaseName.ts';
import type { Bases } from './useBases.ts';

interface MoveDialogProps {
  targets: Targets;
  bases: Bases;
  onClose(): void;
  onDone(): void;
}

const batch = 10_000;

/** Into another knowledge base, also one that is new. */
export function MoveDialog({ targets, bases, onClose, onDone }: MoveDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const [kb, setKb] = useState<string | null>(null);
  const [isMoving, setMoving] = useState(false);
  const target = kb ?? defaultBase;

  async function move(): Promise<void> {
    setMoving(true);
    try {
      const ids = (await targets.read()).map(({ id }) => id);
      if (!bases.list.some(({ name }) => name === target))
        await client.call('library.createKnowledgeBase', { name: target });
      let moved = 0;
      for (let at = 0; at < ids.length; at += batch)
        moved += (await client.call('library.move', { ids: ids.slice(at, at + batch), kb: target })).moved;
      tell(t('move.moved', { count: moved }));
      onDone();
      onClose();
    } catch (error) {
      fail(error);
      setMoving(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        targets.single
          ? t('move.one', { name: nameOf(targets.single) })
          : t('move.many', { count: targets.count })
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <BaseField bases={bases} value={kb} onChange={setKb} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button loading={isMoving} disabled={targets.single?.kb === target} onClick={() => void move()}>
            {t('move.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
