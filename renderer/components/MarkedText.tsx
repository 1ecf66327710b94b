import { Fragment, type ReactNode } from 'react';

interface MarkedTextProps {
  text: string;
  /** `[start, end)` pairs into `text`; those out of order or out of bounds are left out. */
  marks: readonly (readonly [number, number])[];
}

export function MarkedText({ text, marks }: MarkedTextProps) {
  const pieces: ReactNode[] = [];
  let position = 0;
  for (const [start, end] of marks) {
    if (start < position || end <= start || end > text.length) continue;
    pieces.push(
      <Fragment key={start}>
        {text.slice(position, start)}
        <mark>{text.slice(start, end)}</mark>
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
