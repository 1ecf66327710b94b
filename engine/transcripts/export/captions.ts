import { placeWords } from '#storage';
import type { SpokenTranscript } from './spokenTranscript.ts';
import { graphemesOf, widthOf } from './textWidth.ts';

/** What is shown at once. */
export interface Caption {
  startMs: number;
  endMs: number;
  speaker: string | null;
  /** The first of what its speaker says. */
  isFirstOfSpeaker: boolean;
  /** One or two. */
  lines: string[];
}

/** Columns of a line and lines of a caption, as broadcasters use them; wide characters take two columns. */
const columns = 42;
const mostLines = 2;
/** A caption ends at such a pause, and is not shown for longer. */
const pauseMs = 1_500;
const longestMs = 7_000;

interface Token {
  text: string;
  /** What stands before it in the text: a space, or nothing. */
  gap: string;
  startMs: number;
  endMs: number;
}

/**
 * Cuts a transcript into captions at its words, by their times.
 *
 * @param label what stands before the first words of a speaker; null for nothing
 */
export function captionsOf(
  { segments }: SpokenTranscript,
  label: (speaker: string) => string | null,
): Caption[] {
  const captions: Caption[] = [];
  let speaker: string | null = null;
  for (const segment of segments) {
    const { speakerName } = segment;
    const isFirst = captions.length === 0 || speakerName !== speaker;
    const prefix = isFirst && speakerName !== null ? label(speakerName) : null;
    const tokens = tokensOf(segment);
    const first = tokens[0];
    if (prefix !== null && first) {
      const { startMs } = first;
      const words = prefix.split(' ').map((text): Token => ({ text, gap: ' ', startMs, endMs: startMs }));
      tokens.unshift(...words);
      first.gap = ' ';
    }
    const cut = cutTokens(tokens.flatMap(cutLong));
    captions.push(
      ...cut.map((caption, index) => ({
        ...caption,
        speaker: speakerName,
        isFirstOfSpeaker: isFirst && index === 0,
      })),
    );
    speaker = speakerName;
  }
  return captions;
}

function cutTokens(tokens: readonly Token[]): Pick<Caption, 'startMs' | 'endMs' | 'lines'>[] {
  const captions: { startMs: number; endMs: number; lines: string[] }[] = [];
  let last: Token | undefined;
  let width = 0;
  for (const token of tokens) {
    const caption = captions.at(-1);
    const line = caption?.lines.at(-1);
    const own = widthOf(token.text);
    const isOver =
      !caption || !last || token.startMs - last.endMs >= pauseMs || token.endMs - caption.startMs > longestMs;
    if (isOver || line === undefined) {
      captions.push({ startMs: token.startMs, endMs: token.endMs, lines: [token.text] });
      width = own;
    } else {
      const longer = width + token.gap.length + own;
      if (longer <= columns) caption.lines[caption.lines.length - 1] = line + token.gap + token.text;
      else if (caption.lines.length < mostLines) caption.lines.push(token.text);
      else captions.push({ startMs: token.startMs, endMs: token.endMs, lines: [token.text] });
      width = longer <= columns ? longer : own;
      const shown = captions.at(-1);
      if (shown) shown.endMs = Math.max(shown.endMs, token.endMs);
    }
    last = token;
  }
  // Players leave out what is shown for no time.
  for (const caption of captions) caption.endMs = Math.max(caption.endMs, caption.startMs + 1);
  return captions;
}

function tokensOf(segment: SpokenTranscript['segments'][number]): Token[] {
  const text = segment.text.replace(/\s+/gu, ' ').trim();
  const { words } = segment;
  const places = words.length > 0 ? placeWords(text, words) : null;
  if (!places) return spread(text, segment);
  return words.map(({ startMs, endMs }, index): Token => {
    // Signs between two words are shown with the one before them.
    const start = index === 0 ? 0 : (places[index]?.start ?? 0);
    const end = places[index + 1]?.start ?? text.length;
    const own = text.slice(start, end);
    const gap = index > 0 && text.slice(start - 1, start) === ' ' ? ' ' : '';
    return { text: own.trim(), gap, startMs, endMs };
  });
}

/** Without times of words they are shared out by length. */
function spread(text: string, { startMs, endMs }: { startMs: number; endMs: number }): Token[] {
  const words = text.split(' ');
  const time = (at: number) => Math.round(startMs + ((endMs - startMs) * at) / Math.max(1, text.length));
  let at = 0;
  return words.map((word): Token => {
    const from = at;
    at += word.length;
    const token = { text: word, gap: ' ', startMs: time(from), endMs: time(at) };
    at += 1;
    return token;
  });
}

/** What is wider than a line, an address or a run of a script without spaces, is cut between characters. */
function cutLong(token: Token): Token[] {
  if (widthOf(token.text) <= columns) return [token];
  const pieces: Token[] = [];
  const length = token.text.length;
  const time = (at: number) => Math.round(token.startMs + ((token.endMs - token.startMs) * at) / length);
  let [own, from, width] = ['', 0, 0];
  const end = (to: number) =>
    pieces.push({
      text: own,
      gap: pieces.length === 0 ? token.gap : '',
      startMs: time(from),
      endMs: time(to),
    });
  for (const { segment, index } of graphemesOf(token.text)) {
    const more = widthOf(segment);
    if (own !== '' && width + more > columns) {
      end(index);
      [own, from, width] = ['', index, 0];
    }
    own += segment;
    width += more;
  }
  end(length);
  return pieces;
}
