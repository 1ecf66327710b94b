import { useTranslation } from 'react-i18next';
import classes from './capture.module.css';
import { RecordingDot } from './RecordingDot.tsx';
import { useCaptures } from './useCaptures.ts';

/** For windows beside the main one: that something is recorded, so that nobody is without knowing. */
export function CaptureBadge() {
  const { t } = useTranslation('capture');
  const active = useCaptures().find(({ state }) => state === 'recording' || state === 'paused');
  return (
    <div role="status">
      {active && (
        <span className={classes.badge}>
          <RecordingDot isPaused={active.state === 'paused'} />
          {active.state === 'paused' ? t('paused') : t('running')}
        </span>
      )}
    </div>
  );
}
