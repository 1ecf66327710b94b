import type { TranscriptSegment } from '@adiuva/contracts/rpc';

const lineHeight = 22;
const letterWidth = 7.1;
const padding = 9;
const nameHeight = 35;
/** Times at the left, the pencil at the right. */
const besides = 130;
const wide = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** About how high a row is before it is drawn: a good guess is what keeps a list from jumping. */
export function rowHeight({ text }: TranscriptSegment, width: number, isNamed: boolean): number {
  const letters = text.length + (text.match(wide)?.length ?? 0) * 0.9;
  const lines = Math.max(1, Math.ceil((letters * letterWidth) / Math.max(160, width - besides)));
  return lines * lineHeight + padding + (isNamed ? nameHeight : 0);
}

/** The name stands above what somebody says first, and again after a while without a word. */
const silenceMs = 60_000;

export function isNamedAgain(before: TranscriptSegment | undefined, segment: TranscriptSegment): boolean {
  return (
    segment.speaker !== null &&
    (before?.speaker !== segment.speaker || segment.startMs - before.endMs > silenceMs)
  );
}
