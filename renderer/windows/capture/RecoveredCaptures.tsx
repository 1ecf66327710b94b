import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import classes from './capture.module.css';
import { useCapture } from './useCapture.ts';

/** What was under way when the app ended. */
export function RecoveredCaptures() {
  const { t } = useTranslation('capture');
  const { dateTime, clock } = useFormat();
  const { recovered, keep, discard } = useCapture();
  const [kept, setKept] = useState<string | null>(null);
  return recovered.map((capture) => (
    <section key={capture.id} className={classes.bar} data-kind="recovered" aria-label={t('bar')}>
      <div className={classes.line}>
        <Text size="sm" component="span" className={classes.words} role="status">
          {t('recovered.text', { date: dateTime(capture.startedAt), time: clock(capture.durationMs) })}
        </Text>
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            loading={kept === capture.id}
            onClick={() => {
              setKept(capture.id);
              void keep(capture).finally(() => setKept(null));
            }}
          >
            {t('recovered.keep')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => discard(capture)}>
            {t('recovered.discard')}
          </Button>
        </div>
      </div>
    </section>
  ));
}
