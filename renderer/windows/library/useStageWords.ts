import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { IngestStage } from './ingestRuns.ts';

const stages: readonly IngestStage[] = [
  'send',
  'extract',
  'recognise',
  'decode',
  'voice',
  'transcribe',
  'speakers',
  'chunk',
  'embed',
  'index',
];

/** A step of a file on its way, in a word or two. */
export function useStageWords(): (stage: string) => string {
  const { t } = useTranslation('library');
  return useCallback(
    (stage) => {
      const known = stages.find((one) => one === stage);
      return known ? t(`stages.${known}`) : t('stages.other');
    },
    [t],
  );
}
