import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import {
  IconArrowBackUp,
  IconCheckbox,
  IconDownload,
  IconGitCompare,
  IconPencil,
  IconRefresh,
  IconSearch,
  IconUnderline,
  IconUser,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../../../frame/commands.ts';
import type { SpeakerMenuActions } from '../speakers/SpeakerMenu.tsx';
import { useOpenRecording } from '../useRecording.ts';
import { exportFormats, useTranscriptExport } from '../useTranscriptExport.ts';

interface TranscriptCommandsProps {
  onFind(): void;
  onEdit(): void;
  onAgain(): void;
  onChoosing(): void;
  onUnsure(): void;
  onNextConflict: (() => void) | null;
  /** Of the passage in hand. */
  onRevert(): void;
  speakers: Pick<SpeakerMenuActions, 'onName' | 'onMerge' | 'onSplit'>;
}

const icon = { size: 18, 'aria-hidden': true } as const;

/** What can be done with a transcript, for the command palette. */
export function TranscriptCommands(props: TranscriptCommandsProps) {
  const { t } = useTranslation('recording');
  const { recording } = useOpenRecording();
  const { onNextConflict } = props;
  const common = { group: 'actions' } as const;
  useCommand({
    ...common,
    id: 'viewer.find',
    label: t('tools.find'),
    shortcut: 'mod+F',
    icon: <IconSearch {...icon} />,
    run: props.onFind,
  });
  useCommand({
    ...common,
    id: 'recording.edit',
    label: t('edit.button'),
    shortcut: 'F2',
    isShortcutShownOnly: true,
    icon: <IconPencil {...icon} />,
    run: props.onEdit,
  });
  useCommand({
    ...common,
    id: 'recording.choose',
    label: t('tools.choose'),
    icon: <IconCheckbox {...icon} />,
    run: props.onChoosing,
  });
  useCommand({
    ...common,
    id: 'recording.unsure',
    label: t('tools.unsure'),
    icon: <IconUnderline {...icon} />,
    run: props.onUnsure,
  });
  useCommand({
    ...common,
    id: 'recording.again',
    label: t('again.title'),
    icon: <IconRefresh {...icon} />,
    run: props.onAgain,
  });
  useCommand(
    recording.edited > 0
      ? {
          ...common,
          id: 'recording.revert',
          label: t('edit.revertPassage'),
          icon: <IconArrowBackUp {...icon} />,
          run: props.onRevert,
        }
      : null,
  );
  useCommand(
    onNextConflict && {
      ...common,
      id: 'recording.conflict',
      label: t('conflict.next'),
      icon: <IconGitCompare {...icon} />,
      run: onNextConflict,
    },
  );
  return (
    <>
      {recording.speakers.map((speaker) => (
        <SpeakerCommands
          key={speaker.number}
          speaker={speaker}
          canMerge={recording.speakers.length > 1}
          actions={props.speakers}
        />
      ))}
      {exportFormats.map((format) => (
        <ExportCommand key={format} format={format} />
      ))}
    </>
  );
}

interface SpeakerCommandsProps {
  speaker: RecordingSpeaker;
  canMerge: boolean;
  actions: TranscriptCommandsProps['speakers'];
}

function SpeakerCommands({ speaker, canMerge, actions }: SpeakerCommandsProps) {
  const { t } = useTranslation('recording');
  const { number, name } = speaker;
  const common = { group: 'actions', icon: <IconUser {...icon} /> } as const;
  useCommand({
    ...common,
    id: `recording.name.${number}`,
    label: t('naming.title', { name }),
    run: () => actions.onName(speaker),
  });
  useCommand(
    canMerge
      ? {
          ...common,
          id: `recording.merge.${number}`,
          label: t('merging.title', { name }),
          run: () => actions.onMerge(speaker),
        }
      : null,
  );
  useCommand({
    ...common,
    id: `recording.split.${number}`,
    label: t('splitting.title', { name }),
    run: () => actions.onSplit(speaker),
  });
  return null;
}

function ExportCommand({ format }: { format: (typeof exportFormats)[number] }) {
  const { t } = useTranslation('recording');
  const { save } = useTranscriptExport();
  useCommand({
    id: `recording.export.${format}`,
    label: `${t('export.label')}: ${t(`export.formats.${format}`)}`,
    group: 'actions',
    icon: <IconDownload {...icon} />,
    run: () => save(format),
  });
  return null;
}
