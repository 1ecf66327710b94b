import { Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useBaseName } from './useBaseName.ts';
import { useIngest } from './useIngest.ts';

/** Files and folders dropped anywhere on the window go into the knowledge base that is looked at. */
export function DropAnywhere({ kb }: { kb: string | null }) {
  const { t } = useTranslation('library');
  const { info } = useConnection();
  const shell = useShell();
  const ingest = useIngest();
  const { tell } = useNotices();
  const baseName = useBaseName();
  const largest = info()?.maxUploadBytes ?? 0;
  return (
    <Dropzone.FullScreen
      active
      onDrop={(files) => ingest.addFiles(files, kb)}
      onReject={(refused) => tell(t('drop.tooLarge', { count: refused.length }))}
      {...(Number.isFinite(largest) && largest > 0 && { maxSize: largest })}
      // On the desktop a folder is read in place, whole; a browser hands over the files in it.
      {...(shell && { getFilesFromEvent: filesAsDropped })}
    >
      <Stack align="center" justify="center" mih="60vh" gap="xs" style={{ pointerEvents: 'none' }}>
        <IconUpload size={44} stroke={1.4} aria-hidden />
        <Text size="xl" fw={600}>
          {t('drop.title')}
        </Text>
        <Text c="dimmed">{kb === null ? t('drop.text') : t('drop.into', { name: baseName(kb) })}</Text>
      </Stack>
    </Dropzone.FullScreen>
  );
}

async function filesAsDropped(event: unknown): Promise<File[]> {
  const { dataTransfer } = event as { dataTransfer?: DataTransfer | null };
  return [...(dataTransfer?.files ?? [])];
}
