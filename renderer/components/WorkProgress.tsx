import { Progress } from '@mantine/core';
import classes from './WorkProgress.module.css';

interface WorkProgressProps {
  /** 0 to 1; null where nobody can tell. */
  fraction: number | null;
  label: string;
}

/** How far something is; a bar on its way where that is not known, and never a full one for what is not done. */
export function WorkProgress({ fraction, label }: WorkProgressProps) {
  if (fraction !== null) return <Progress value={fraction * 100} aria-label={label} />;
  return (
    <div className={classes.track} role="progressbar" aria-label={label}>
      <div className={classes.runner} />
    </div>
  );
}
