import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Button, CloseButton, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../messages/index.ts';
import { SpeakerBadge } from '../speakers/SpeakerBadge.tsx';
import { useOpenRecording } from '../useRecording.ts';
import classes from './transcript.module.css';

interface SelectionBarProps {
  chosen: ReadonlySet<string>;
  speakers: readonly RecordingSpeaker[];
  onClear(): void;
}

/** The engine takes so many at once. */
const mostAtOnce = 2000;

/** Whose words the chosen segments are. */
export function SelectionBar({ chosen, speakers, onClear }: SelectionBarProps) {
  const { t } = useTranslation('recording');
  const { number } = useFormat();
  const { actions } = useOpenRecording();
  const [isGiving, setGiving] = useState(false);
  const next = Math.max(-1, ...speakers.map((speaker) => speaker.number)) + 1;

  async function give(speaker: number): Promise<void> {
    setGiving(true);
    const ids = [...chosen];
    let isDone = true;
    for (let at = 0; at < ids.length && isDone; at += mostAtOnce)
      isDone = await actions.assignSegments({ segmentIds: ids.slice(at, at + mostAtOnce), speaker });
    setGiving(false);
    if (isDone) onClear();
  }

  return (
    <section className={classes.chosen} aria-label={t('choose.label')}>
      <Text size="sm" role="status" fw={500}>
        {t('choose.count', { count: chosen.size, number: number(chosen.size) })}
      </Text>
      <Menu position="bottom-start" shadow="md" withinPortal>
        <Menu.Target>
          <Button
            size="compact-sm"
            loading={isGiving}
            disabled={chosen.size === 0}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {t('choose.give')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {speakers.map((speaker) => (
            <Menu.Item
              key={speaker.number}
              leftSection={<SpeakerBadge speaker={speaker} size="small" />}
              onClick={() => void give(speaker.number)}
            >
              <bdi>{speaker.name}</bdi>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => void give(next)}>
            {t('choose.newSpeaker')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CloseButton size="sm" ml="auto" aria-label={t('choose.clear')} onClick={onClear} />
    </section>
  );
}
