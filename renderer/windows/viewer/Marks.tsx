import { Fragment, type ReactNode } from 'react';
import type { Mark } from './marks.ts';
import classes from './viewer.module.css';

interface MarksProps {
  text: string;
  /** In order and without overlap. */
  marks: readonly Mark[];
  /** So many characters of the text are not shown: the signs of a heading. */
  skip?: number;
}

/** A text with what is cited, found and looked at marked in it. All of it is text, whatever it looks like. */
export function Marks({ text, marks, skip = 0 }: MarksProps) {
  const pieces: ReactNode[] = [];
  let position = skip;
  for (const { kind, start, end } of marks) {
    const from = Math.max(position, start);
    if (end <= from) continue;
    pieces.push(
      <Fragment key={from}>
        {text.slice(position, from)}
        <mark className={classes.mark} data-kind={kind}>
          {text.slice(from, end)}
        </mark>
      </Fragment>,
    );
    position = end;
  }
  return (
    <>
      {pieces}
      {text.slice(position)}
    </>
  );
}
