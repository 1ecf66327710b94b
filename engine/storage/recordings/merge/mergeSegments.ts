import type { SpokenWord } from '@adiuva/contracts/rpc';
import type { HeardSegment } from '../transcript.ts';
import { joinTexts, placeWords, saySame, spreadWords } from '../words/index.ts';
import { ownWords } from './ownWords.ts';

/** A segment of the transcript that another takes the place of, with what a person did to it. */
export interface FormerSegment {
  startMs: number;
  endMs: number;
  lane: number;
  speaker: number | null;
  heardSpeaker: number | null;
  /** A person said whose it is. */
  isAssigned: boolean;
  confidence: number | null;
  /** The former model's words. */
  text: string;
  words: SpokenWord[];
  /** A person's words; null where there are none. */
  edited: string | null;
  editedWords: SpokenWord[];
  /** The model's words that the person's were put in the place of. */
  replaced: string | null;
}

/** A segment of the new transcript: what was heard, and what a person did to the former one in its place. */
export interface MergedSegment extends FormerSegment {
  /** The model's words are neither those that the person's stand for nor the person's. */
  hasConflict: boolean;
  /** Index of the former segment whose edit it carries; null for others. */
  editOf: number | null;
  /** Index of the new segment that it is, unchanged in time and words; null for a piece of one or of several. */
  wholeOf: number | null;
}

/** Whose a new segment is, but for what a person said of single stretches. */
export interface SegmentSpeaker {
  speaker: number | null;
  isAssigned: boolean;
}

export interface MergeSegments {
  former: readonly FormerSegment[];
  next: readonly HeardSegment[];
  speakerOf(segment: HeardSegment, index: number): SegmentSpeaker;
  /** Speakers that no voice of the new transcript is: they keep the words that they said. */
  claimants: ReadonlySet<number>;
}

/**
 * Puts what a person did to a transcript's segments into another transcript of the same recording. Words are paired by
 * what they say and when (\`alignWords\`), so that an edit takes the place of what the new model heard there and of no more.
 * An edit whose speech was not heard any more is a segment of its own. No edit is lost, whatever comes.
 *
 * @returns ascending by start; what was heard once stands once
 */
export function mergeSegments({ former, next, speakerOf, claimants }: MergeSegments): MergedSegment[] {
  const keepsSpeaker = ({ isAssigned, speaker }: FormerSegment) =>
    isAssigned || (speaker !== null && claimants.has(speaker));
  const owners = former.some((from) => from.edited !== null || keepsSpeaker(from))
    ? ownWords(former, next)
    : null;
  const edits = new Map<number, Piece[]>();
  for (const [index, { edited }] of former.entries()) if (edited !== null) edits.set(index, []);
  const merged: MergedSegment[] = [];
  next.forEach((segment, index) => {
    const own = speakerOf(segment, index);
    const pieces = cut(segment, (word): Label => {
      const owner = owners?.[index]?.[word] ?? -1;
      const from = former[owner];
      if (!from) return { edit: null, ...own };
      if (from.edited !== null) return { edit: owner, ...own };
      if (!keepsSpeaker(from)) return { edit: null, ...own };
      return { edit: null, speaker: from.speaker, isAssigned: from.isAssigned };
    });
    for (const piece of pieces) {
      const held = piece.label.edit === null ? undefined : edits.get(piece.label.edit);
      if (held) held.push(piece);
      else merged.push(plain(segment, piece, pieces.length === 1 ? index : null));
    }
  });
  for (const [index, pieces] of edits) {
    const from = former[index];
    if (from) merged.push(withEdit(from, index, pieces, keepsSpeaker(from)));
  }
  return merged.sort((a, b) => a.startMs - b.startMs || a.lane - b.lane || a.endMs - b.endMs);
}

interface Label extends SegmentSpeaker {
  edit: number | null;
}

/** A run of a new segment's words that have one label. */
interface Piece {
  segment: HeardSegment;
  label: Label;
  text: string;
  words: SpokenWord[];
  startMs: number;
  endMs: number;
}

function cut(segment: HeardSegment, labelOf: (word: number) => Label): Piece[] {
  const words = timedWords(segment);
  const runs: { label: Label; from: number; to: number; assigned: number }[] = [];
  for (let word = 0; word < words.length; word++) {
    const label = labelOf(word);
    const last = runs.at(-1);
    const assigned = label.isAssigned ? 1 : 0;
    if (
      last &&
      last.label.edit === label.edit &&
      (label.edit !== null || last.label.speaker === label.speaker)
    ) {
      last.to = word + 1;
      last.assigned += assigned;
    } else runs.push({ label, from: word, to: word + 1, assigned });
  }
  const [first, ...others] = runs;
  const { startMs, endMs, text } = segment;
  const whole = { segment, text, words: segment.words, startMs, endMs };
  if (!first) return [{ ...whole, label: labelOf(-1) }];
  if (others.length === 0) return [{ ...whole, label: mostly(first) }];
  const places = placeWords(text, words);
  return runs.map((run): Piece => {
    const own = words.slice(run.from, run.to);
    const start = run.from === 0 ? 0 : (places?.[run.from]?.start ?? 0);
    const end = run.to === words.length ? text.length : (places?.[run.to]?.start ?? text.length);
    return {
      segment,
      label: mostly(run),
      text: places ? text.slice(start, end).trim() : own.map((word) => word.text).reduce(joinTexts, ''),
      words: own,
      startMs: run.from === 0 ? startMs : (own[0]?.startMs ?? startMs),
      endMs: run.to === words.length ? endMs : (own.at(-1)?.endMs ?? endMs),
    };
  });
}

function mostly({
  label,
  from,
  to,
  assigned,
}: {
  label: Label;
  from: number;
  to: number;
  assigned: number;
}): Label {
  return { ...label, isAssigned: assigned * 2 > to - from };
}

/** Of a model that gives no times of words they are spread. */
export function timedWords({ text, words, startMs, endMs }: HeardSegment): SpokenWord[] {
  return words.length > 0 ? words : spreadWords(text, [], { startMs, endMs });
}

function plain(segment: HeardSegment, piece: Piece, wholeOf: number | null): MergedSegment {
  return {
    startMs: piece.startMs,
    endMs: piece.endMs,
    lane: segment.lane,
    speaker: piece.label.speaker,
    heardSpeaker: segment.speaker,
    isAssigned: piece.label.isAssigned,
    confidence: wholeOf === null ? confidenceOf([piece]) : segment.confidence,
    text: piece.text,
    words: piece.words,
    edited: null,
    editedWords: [],
    replaced: null,
    hasConflict: false,
    editOf: null,
    wholeOf,
  };
}

function withEdit(
  from: FormerSegment,
  editOf: number,
  pieces: readonly Piece[],
  keepsSpeaker: boolean,
): MergedSegment {
  const most = longest(pieces);
  const edited = from.edited ?? '';
  const text = pieces.map((piece) => piece.text).reduce(joinTexts, '');
  const replaced = from.replaced ?? from.text;
  const common = {
    edited,
    replaced,
    editOf,
    wholeOf: null,
    hasConflict: hasConflict({ text, edited, replaced }),
  };
  if (!most) {
    const { startMs, endMs, lane, speaker, isAssigned, confidence, editedWords } = from;
    const kept = { startMs, endMs, lane, speaker, isAssigned, confidence, editedWords };
    return { ...kept, ...common, heardSpeaker: null, text, words: [] };
  }
  const startMs = Math.min(...pieces.map((piece) => piece.startMs));
  const endMs = Math.max(...pieces.map((piece) => piece.endMs));
  const words = pieces.flatMap((piece) => timedWords({ ...piece.segment, ...piece })).sort(byStart);
  return {
    ...common,
    startMs,
    endMs,
    lane: most.segment.lane,
    speaker: keepsSpeaker ? from.speaker : most.label.speaker,
    heardSpeaker: most.segment.speaker,
    isAssigned: keepsSpeaker ? from.isAssigned : most.label.isAssigned,
    confidence: confidenceOf(pieces),
    text,
    words,
    editedWords: spreadWords(edited, words, { startMs, endMs }),
  };
}

/** Whether a model's words under an edit are other than those it was made over, and not what the person wrote either. */
export function hasConflict(words: { text: string; edited: string; replaced: string }): boolean {
  return !saySame(words.text, words.replaced) && !saySame(words.text, words.edited);
}

function longest(pieces: readonly Piece[]): Piece | undefined {
  return pieces.reduce<Piece | undefined>(
    (most, piece) => (most && most.words.length >= piece.words.length ? most : piece),
    undefined,
  );
}

/** Of the words, else of the segments that they are of. */
function confidenceOf(pieces: readonly Piece[]): number | null {
  const known = pieces
    .flatMap(({ words }) => words.map(({ confidence }) => confidence))
    .filter((confidence) => confidence !== undefined);
  if (known.length > 0) return known.reduce((sum, confidence) => sum + confidence, 0) / known.length;
  return longest(pieces)?.segment.confidence ?? null;
}

function byStart(a: SpokenWord, b: SpokenWord): number {
  return a.startMs - b.startMs || a.endMs - b.endMs;
}
