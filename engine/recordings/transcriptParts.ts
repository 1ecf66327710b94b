import type { Block, Part, TimeMark } from '@adiuva/contracts';
import type { SpokenWord } from '@adiuva/contracts/rpc';

/** A segment of a transcript as it is cut for search. Milliseconds from the start of the recording. */
export interface SegmentToRead {
  startMs: number;
  endMs: number;
  lane: number;
  text: string;
  words: readonly SpokenWord[];
  /** As shown; null where nobody was told apart. */
  speakerName: string | null;
}

export interface TranscriptToRead {
  segments: readonly SegmentToRead[];
  chapters: readonly { startMs: number; title: string }[];
}

/** A pause of this length ends a turn: a person who goes on after it begins another. */
const pauseMs = 2_000;
/** Somebody who pauses nowhere begins a further turn after so much, in UTF-16 code units. */
const longTurn = 4_000;
/** A part ends with the turn that reaches this length. */
const partLength = 20_000;

interface Turn {
  speaker: string | null;
  segments: SegmentToRead[];
  /** The chapters that begin with it. */
  headings: string[];
}

/**
 * A transcript as parts of a document: turns with an empty line between them, each after its speaker's name where
 * speakers are told apart, and with the time of every word. Where they are not, a turn is what is said between two
 * pauses. Parts end between turns, at about 20,000 characters. Pure: the same transcript gives the same parts.
 *
 * @returns no parts where nothing is said
 */
export function transcriptParts(transcript: TranscriptToRead): Part[] {
  return [...eachTranscriptPart(transcript)];
}

/** The same one by one: many at once would hold the event loop. */
export function* eachTranscriptPart({ segments, chapters }: TranscriptToRead): Generator<Part> {
  let ordinal = 0;
  let open: string[] = [];
  let writer = createWriter(open);
  for (const turn of readTurns(segments, chapters)) {
    if (writer.length() > 0 && writer.length() + lengthOf(turn) > partLength) {
      const part = writer.part(ordinal);
      if (part) {
        ordinal++;
        yield part;
      }
      writer = createWriter(open);
    }
    writer.add(turn);
    open = turn.headings.length > 0 ? turn.headings.slice(-1) : open;
  }
  const last = writer.part(ordinal);
  if (last) yield last;
}

function readTurns(
  segments: readonly SegmentToRead[],
  chapters: readonly { startMs: number; title: string }[],
): Turn[] {
  const titles = chapters.map(({ startMs, title }) => ({ startMs, title: plain(title) }));
  const turns: Turn[] = [];
  let nextChapter = 0;
  let reachedMs = 0;
  let length = 0;
  let lane: number | undefined;
  for (const segment of [...segments].sort((a, b) => a.startMs - b.startMs)) {
    if (plain(segment.text) === '') continue;
    const headings: string[] = [];
    for (
      let chapter = titles[nextChapter];
      // A word that straddles the mark belongs to the chapter that it is mostly in.
      chapter && chapter.startMs <= (segment.startMs + segment.endMs) / 2;
      chapter = titles[++nextChapter]
    )
      if (chapter.title !== '') headings.push(chapter.title);
    const speaker = segment.speakerName === null ? null : plain(segment.speakerName) || null;
    const last = turns.at(-1);
    const goesOn =
      last &&
      headings.length === 0 &&
      last.speaker === speaker &&
      (speaker !== null || lane === segment.lane) &&
      segment.startMs - reachedMs < pauseMs &&
      length < longTurn;
    if (goesOn) last.segments.push(segment);
    else turns.push({ speaker, segments: [segment], headings });
    length = (goesOn ? length : 0) + segment.text.length;
    reachedMs = goesOn ? Math.max(reachedMs, segment.endMs) : segment.endMs;
    lane = segment.lane;
  }
  return turns;
}

function lengthOf({ segments, headings }: Turn): number {
  const said = segments.reduce((sum, { text }) => sum + text.length + 1, 0);
  return headings.reduce((sum, heading) => sum + heading.length + 2, said);
}

function createWriter(headingPath: readonly string[]) {
  let text = '';
  const blocks: Block[] = [];
  const times: TimeMark[] = [];
  const speakers = new Set<string | null>();

  function addBlock(): number {
    if (text !== '') text += '\n\n';
    return text.length;
  }

  return {
    length: () => text.length,
    add({ speaker, segments, headings }: Turn): void {
      for (const heading of headings) {
        const start = addBlock();
        text += heading;
        blocks.push({ kind: 'heading', start, end: text.length, level: 1 });
      }
      const start = addBlock();
      const name = speaker === null ? '' : `${speaker}:`;
      text += name;
      for (const segment of segments) {
        const said = plain(segment.text);
        if (needsSpace(text, start, said)) text += ' ';
        for (const mark of placeWords(said, segment))
          times.push({ ...mark, start: text.length + mark.start, end: text.length + mark.end });
        text += said;
      }
      speakers.add(speaker);
      const told = speaker === null ? {} : { speaker, nameLength: name.length };
      blocks.push({ kind: 'turn', start, end: text.length, ...told });
    },
    part(ordinal: number): Part | null {
      const [first] = times;
      if (!first) return null;
      const [speaker] = speakers;
      const startMs = times.reduce((least, mark) => Math.min(least, mark.startMs), first.startMs);
      const endMs = times.reduce((most, mark) => Math.max(most, mark.endMs), 0);
      const told = speakers.size === 1 && speaker ? { speaker } : {};
      return {
        kind: 'recording',
        text,
        blocks,
        times,
        locator: { kind: 'time', part: ordinal, start: 0, end: text.length, startMs, endMs, ...told },
        ...(headingPath.length > 0 && { headingPath: [...headingPath] }),
      };
    },
  };
}

/** Scripts without spaces go on without one. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}、。，！？]/u;

function needsSpace(text: string, start: number, said: string): boolean {
  if (text.length === start) return false;
  return !(unspaced.test(text.slice(-1)) && unspaced.test(said.slice(0, 1)));
}

/** A word is looked for no further than this behind the one before it. */
const longestGap = 40;

/**
 * Where the words of a segment stand in its text. A word that cannot be found has no mark; a segment without any has
 * its time spread over what stands between its spaces.
 */
function placeWords(said: string, { words, startMs, endMs }: SegmentToRead): TimeMark[] {
  const marks: TimeMark[] = [];
  let reached = 0;
  for (const word of words) {
    const wanted = plain(word.text);
    const at = wanted === '' ? -1 : said.indexOf(wanted, reached);
    if (at < 0 || at - reached > longestGap) continue;
    reached = at + wanted.length;
    const from = Math.round(word.startMs);
    marks.push({ start: at, end: reached, startMs: from, endMs: Math.max(from, Math.round(word.endMs)) });
  }
  if (marks.length > 0) return marks;
  const share = (endMs - startMs) / said.length;
  return [...said.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
    startMs: Math.round(startMs + index * share),
    endMs: Math.round(startMs + (index + word.length) * share),
  }));
}

/** On one line and without what no reader sees. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
