import { useMemo } from 'react';
import { Marks } from './Marks.tsx';
import { layMarks, type Mark } from './marks.ts';
import classes from './viewer.module.css';

interface CodeTextProps {
  text: string;
  marks: readonly Mark[];
  isNumbered: boolean;
}

/** Lines that are drawn in one go only when they come into sight. */
const linesATime = 100;

/** Source code line by line, as it was written. */
export function CodeText({ text, marks, isNumbered }: CodeTextProps) {
  const groups = useMemo(() => {
    const found: { start: number; text: string }[][] = [];
    let start = 0;
    for (const [number, line] of text.split('\n').entries()) {
      if (number % linesATime === 0) found.push([]);
      found.at(-1)?.push({ start, text: line });
      start += line.length + 1;
    }
    return found;
  }, [text]);
  return (
    <pre className={classes.source} data-numbered={isNumbered || undefined} dir="ltr">
      {groups.map((lines, group) => (
        <code
          key={lines[0]?.start ?? group}
          style={{
            counterSet: `line ${group * linesATime}`,
            containIntrinsicHeight: `auto ${lines.length * 1.5}em`,
          }}
        >
          {lines.map((line) => {
            const within = { start: line.start, end: line.start + line.text.length };
            const own = layMarks(marks, within).map((mark) => ({
              ...mark,
              start: mark.start - line.start,
              end: mark.end - line.start,
            }));
            return (
              <span key={line.start} className={classes.line}>
                <Marks text={line.text} marks={own} />
                {'\n'}
              </span>
            );
          })}
        </code>
      ))}
    </pre>
  );
}
