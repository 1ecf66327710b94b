import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Menu } from '@mantine/core';
import {
  IconArrowMerge,
  IconArrowsSplit2,
  IconEar,
  IconFilter,
  IconPencil,
  IconSelectAll,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const icon = { size: 16, 'aria-hidden': true } as const;

export interface SpeakerMenuActions {
  onName(speaker: RecordingSpeaker): void;
  onMerge(speaker: RecordingSpeaker): void;
  onSplit(speaker: RecordingSpeaker): void;
  onSelectAll(speaker: RecordingSpeaker): void;
  /** Plays the longest that they say at once. */
  onHear(speaker: RecordingSpeaker): void;
  onShowOnly(speaker: RecordingSpeaker): void;
}

interface SpeakerMenuProps {
  speaker: RecordingSpeaker;
  /** How many speakers there are to be merged with. */
  others: number;
  actions: SpeakerMenuActions;
  /** The button that opens it. */
  children: ReactNode;
}

/** What can be done with a speaker. */
export function SpeakerMenu({ speaker, others, actions, children }: SpeakerMenuProps) {
  const { t } = useTranslation('recording');
  return (
    <Menu position="bottom-start" shadow="md" withinPortal>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => actions.onName(speaker)}>
          {speaker.isNamed ? t('speakers.rename') : t('speakers.name')}
        </Menu.Item>
        <Menu.Item leftSection={<IconEar {...icon} />} onClick={() => actions.onHear(speaker)}>
          {t('speakers.hear')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => actions.onShowOnly(speaker)}>
          {t('speakers.showOnly')}
        </Menu.Item>
        <Menu.Divider />
        {others > 0 && (
          <Menu.Item leftSection={<IconArrowMerge {...icon} />} onClick={() => actions.onMerge(speaker)}>
            {t('speakers.merge')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconArrowsSplit2 {...icon} />} onClick={() => actions.onSplit(speaker)}>
          {t('speakers.split')}
        </Menu.Item>
        <Menu.Item leftSection={<IconSelectAll {...icon} />} onClick={() => actions.onSelectAll(speaker)}>
          {t('speakers.selectAll')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
