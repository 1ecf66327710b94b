import type { DocumentStatus, DocumentSummary, Job } from '@adiuva/contracts/rpc';
import { RingProgress } from '@mantine/core';
import classes from './table.module.css';
import type { RowWords } from './useRowWords.ts';

const colors: Record<DocumentStatus, string> = {
  pending: 'blue',
  indexed: 'teal',
  unchanged: 'teal',
  skipped: 'gray',
  failed: 'red',
};

interface StatusMarkProps {
  document: DocumentSummary;
  job: Job | undefined;
  words: RowWords;
}

/** What became of a document, or the step in hand. */
export function StatusMark({ document, job, words }: StatusMarkProps) {
  const { t, format } = words;
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
        {words.stage(stage)}
        {fraction !== undefined && ` ${format.share(fraction)}`}
      </span>
    );
  }
  if (document.missingSince !== undefined)
    return (
      <span className={classes.badge} data-color="orange">
        {t('status.missing')}
      </span>
    );
  return (
    <span className={classes.badge} data-color={colors[document.status]}>
      {t(`status.${document.status}`)}
    </span>
  );
}
