import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import {
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
import { useOpenRecording } from '../useRecording.ts';
import { exportFormats, useTranscriptExport } from '../useTranscriptExport.ts';

interface TranscriptCommandsProps {
  onFind(): void;
  onEdit(): void;
  onAgain(): void;
  onChoosing(): void;
  onUnsure(): void;
  onNextConflict: (() => void) | null;
  onName(speaker: RecordingSpeaker): void;
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
        <NameCommand key={speaker.number} speaker={speaker} onName={props.onName} />
      ))}
      {exportFormats.map((format) => (
        <ExportCommand key={format} format={format} />
      ))}
    </>
  );
}

function NameCommand({
  speaker,
  onName,
}: Pick<TranscriptCommandsProps, 'onName'> & { speaker: RecordingSpeaker }) {
  const { t } = useTranslation('recording');
  useCommand({
    id: `recording.name.${speaker.number}`,
    label: t('naming.title', { name: speaker.name }),
    group: 'actions',
    icon: <IconUser {...icon} />,
    run: () => onName(speaker),
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
