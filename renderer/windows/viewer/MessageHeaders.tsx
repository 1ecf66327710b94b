import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './viewer.module.css';

/** The headers of a mail, `Name: value` a line each, as a list of terms; lines of another form as they are. */
export function MessageHeaders({ text, isCited }: { text: string; isCited: boolean }) {
  const { t } = useTranslation('viewer');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    <dl className={classes.headers} data-kind={isCited ? 'cited' : undefined} aria-label={t('mailHeaders')}>
      {lines.map((line, index) => {
        const [, name, value] = /^([A-Za-z-]{1,40}):\s*(.*)$/.exec(line) ?? [null, '', line];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text that does not change
          <Fragment key={index}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
