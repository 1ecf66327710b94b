import classes from './capture.module.css';

/** The mark of a recording; its words stand beside it. */
export function RecordingDot({ isPaused }: { isPaused: boolean }) {
  return <span className={classes.dot} data-paused={isPaused || undefined} aria-hidden />;
}
