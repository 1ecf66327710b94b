import { Fragment } from 'react';
import classes from './viewer.module.css';

/** The headers of a mail, `Name: value` a line each, as a list of terms; lines of another form as they are. */
export function MessageHeaders({ text, isCited }: { text: string; isCited: boolean }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    <dl className={classes.headers} data-cited={isCited || undefined} aria-label="Headers of the mail">
      {lines.map((line, index) => {
        const [, name, value] = /^([A-Za-z-]{1,40}):\s*(.*)$/.exec(line) ?? [null, '', line];
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text that does not change
          <Fragment key={index}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
