import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { Button } from '@mantine/core';
import { Fragment, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './transcript.module.css';
import { type ComparedWord, compareWords } from './wordDifference.ts';

interface ConflictChoiceProps {
  segment: TranscriptSegment;
  onResolve(keep: 'edited' | 'heard'): Promise<boolean>;
}

/** The person's words beside those that another model heard, until one of both is chosen. */
export function ConflictChoice({ segment: { text, conflict }, onResolve }: ConflictChoiceProps) {
  const { t } = useTranslation('recording');
  const [chosen, setChosen] = useState<'edited' | 'heard' | null>(null);
  const compared = useMemo(() => compareWords(text, conflict?.text ?? ''), [text, conflict]);
  if (!conflict) return null;
  const choose = (keep: 'edited' | 'heard') => {
    setChosen(keep);
    void onResolve(keep).then(() => setChosen(null));
  };
  return (
    <section className={classes.conflict} aria-label={t('conflict.label')}>
      <div className={classes.side}>
        <p className={classes.whose}>{t('conflict.yours')}</p>
        <p dir="auto">
          <Compared words={compared.one} />
        </p>
        <Button
          size="compact-sm"
          variant="default"
          loading={chosen === 'edited'}
          disabled={chosen !== null}
          onClick={() => choose('edited')}
        >
          {t('conflict.keepYours')}
        </Button>
      </div>
      <div className={classes.side}>
        <p className={classes.whose}>{t('conflict.heard', { model: conflict.model })}</p>
        <p dir="auto">
          {conflict.text.trim() === '' ? (
            <em>{t('conflict.nothing')}</em>
          ) : (
            <Compared words={compared.other} />
          )}
        </p>
        <Button
          size="compact-sm"
          variant="default"
          loading={chosen === 'heard'}
          disabled={chosen !== null}
          onClick={() => choose('heard')}
        >
          {t('conflict.takeHeard')}
        </Button>
      </div>
    </section>
  );
}

function Compared({ words }: { words: readonly ComparedWord[] }) {
  return words.map(({ text, isSame }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: words have an order and no other identity
    <Fragment key={index}>
      {index > 0 && ' '}
      {isSame ? text : <strong>{text}</strong>}
    </Fragment>
  ));
}
