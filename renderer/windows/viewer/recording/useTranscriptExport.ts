import { type TranscriptFormat, transcriptFormatSchema } from '@adiuva/contracts/rpc';
import { useLocalStorage } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';
import { useOpenRecording } from './useRecording.ts';

/** In the order in which people look for them. */
export const exportFormats: readonly TranscriptFormat[] = ['txt', 'md', 'srt', 'vtt', 'json'].map((format) =>
  transcriptFormatSchema.parse(format),
);

/** Writes the transcript to a file that the person chooses. */
export function useTranscriptExport() {
  const { t } = useTranslation('recording');
  const { client, host } = useConnection();
  const { tell, fail } = useNotices();
  const { recording } = useOpenRecording();
  const [withSpeakers, setWithSpeakers] = useLocalStorage({
    key: 'adiuva-export-speakers',
    defaultValue: true,
  });

  async function write(format: TranscriptFormat): Promise<void> {
    const { documentId } = recording;
    const { fileName, text } = await client.call('recordings.export', { documentId, format, withSpeakers });
    if (await host.saveText(fileName, text)) tell(t('export.done', { name: fileName }));
  }
  return {
    withSpeakers,
    setWithSpeakers,
    save: (format: TranscriptFormat) => void write(format).catch(fail),
  };
}
