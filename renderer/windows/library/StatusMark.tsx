import type { DocumentStatus, DocumentSummary, Job } from '@adiuva/contracts/rpc';
import { Badge, RingProgress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import classes from './table.module.css';
import { useStageWords } from './useStageWords.ts';

const colors: Record<DocumentStatus, string> = {
  pending: 'blue',
  indexed: 'teal',
  unchanged: 'teal',
  skipped: 'gray',
  failed: 'red',
};

/** What became of a document, or the step in hand. */
export function StatusMark({ document, job }: { document: DocumentSummary; job: Job | undefined }) {
  const { t } = useTranslation('library');
  const { share } = useFormat();
  const stageWords = useStageWords();
  if (job?.progress) {
    const { stage, fraction } = job.progress;
    return (
      <span className={classes.stage}>
        <RingProgress
          size={18}
          thickness={3}
          rootColor="var(--mantine-color-default-border)"
          sections={[{ value: (fraction ?? 0.3) * 100, color: 'teal' }]}
          aria-hidden
        />
        {stageWords(stage)}
        {fraction !== undefined && ` ${share(fraction)}`}
      </span>
    );
  }
  if (document.missingSince !== undefined)
    return (
      <Badge variant="light" color="orange" classNames={{ root: classes.badge }}>
        {t('status.missing')}
      </Badge>
    );
  return (
    <Badge variant="light" color={colors[document.status]} classNames={{ root: classes.badge }}>
      {t(`status.${document.status}`)}
    </Badge>
  );
}
