import { estimateTokens } from '#chat';

/** A segment as a model reads it. */
export interface SpokenLine {
  segmentId: string;
  startMs: number;
  endMs: number;
  /** As shown; null where nobody was told apart. */
  speaker: string | null;
  text: string;
}

/** A line with the number it is cited by; numbers count through the whole recording. */
export interface NumberedLine extends SpokenLine {
  number: number;
}

/** How a line stands in a prompt. */
export function renderLine({ number, speaker, text }: NumberedLine): string {
  const said = text.replace(/\s+/g, ' ').trim();
  return speaker === null ? `[${number}] ${said}` : `[${number}] ${speaker}: ${said}`;
}

/**
 * Stretches of a recording that find room in a prompt, in order; together every line. A line that is too long for any is
 * cut to what fits.
 *
 * @param room tokens, as estimateTokens counts them
 */
export function packLines(lines: readonly NumberedLine[], room: number): NumberedLine[][] {
  const windows: NumberedLine[][] = [];
  let window: NumberedLine[] = [];
  let left = room;
  for (const line of lines) {
    const fitted = fit(line, room);
    const cost = estimateTokens(renderLine(fitted));
    if (cost > left && window.length > 0) {
      windows.push(window);
      window = [];
      left = room;
    }
    window.push(fitted);
    left -= cost;
  }
  if (window.length > 0) windows.push(window);
  return windows;
}

function fit(line: NumberedLine, room: number): NumberedLine {
  let { text } = line;
  while (text.length > 40 && estimateTokens(renderLine({ ...line, text })) > room)
    text = `${[...text].slice(0, Math.floor([...text].length * 0.7)).join('')}…`;
  return { ...line, text };
}
