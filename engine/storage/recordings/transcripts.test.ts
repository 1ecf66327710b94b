import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { beforeEach, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import {
  countSegments,
  editSegment,
  putTranscript,
  readSegments,
  readTranscriptByHash,
  readWaveform,
  resolveConflict,
  revertSegment,
} from './index.ts';
import { type Line, makeTranscript } from './testing/makeTranscript.ts';
import type { NewTranscript } from './transcript.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:');
});

const put = (lines: readonly Line[], more: Partial<NewTranscript> = {}) =>
  putTranscript(db, { lease: null, contentHash: 'h', transcript: makeTranscript(lines, more), now: 1 });
const transcript = () => {
  const found = readTranscriptByHash(db, 'h');
  if (!found) throw new Error('no transcript');
  return found;
};
const segments = () => readSegments(db, transcript().id);
const shown = () => segments().map(({ text, speaker }) => [speaker, text]);
const idOf = (text: string) => segments().find((segment) => segment.text === text)?.id ?? 0;
const at = (text: string) => ({ transcriptId: transcript().id, segmentId: idOf(text), now: 2 });

const meeting: Line[] = [
  [0, 1_000, 'good morning everybody'],
  [1, 3_000, 'the lease ends in march'],
  [0, 6_000, 'we talk about it on friday'],
];

it('keeps a transcription as it was heard', () => {
  expect(put(meeting, { warnings: ['w'] })).toMatchObject({ revision: 1 });
  expect(transcript()).toMatchObject({
    model: 'tiny',
    language: 'en',
    durationMs: 8_400,
    diarization: 'spectral',
    revision: 1,
    warnings: ['w'],
    segments: 3,
    edited: 0,
    conflicts: 0,
    speakers: [
      {
        number: 0,
        name: 'Speaker 1',
        isNamed: false,
        personId: null,
        suggestion: null,
        speechMs: 3_600,
        segments: 2,
      },
      { number: 1, name: 'Speaker 2', isNamed: false, speechMs: 2_000, segments: 1 },
    ],
  });
  expect(segments()[1]).toMatchObject({
    startMs: 3_000,
    endMs: 5_000,
    lane: 0,
    speaker: 1,
    text: 'the lease ends in march',
    confidence: 0.9,
    isEdited: false,
    conflict: null,
  });
  expect(segments()[1]?.words[1]).toEqual({ startMs: 3_400, endMs: 3_800, text: 'lease', confidence: 0.9 });
  expect(readWaveform(db, transcript().id).map((peak) => Math.round(peak * 10) / 10)).toEqual([0, 0.5, 1]);
});

it('gives pages, from a moment on and of some speakers', () => {
  put(meeting);
  const { id } = transcript();
  expect(readSegments(db, id, { offset: 1, limit: 1 }).map(({ startMs }) => startMs)).toEqual([3_000]);
  expect(readSegments(db, id, { fromMs: 4_999 }).map(({ startMs }) => startMs)).toEqual([3_000, 6_000]);
  expect(readSegments(db, id, { fromMs: 5_000 }).map(({ startMs }) => startMs)).toEqual([6_000]);
  expect(readSegments(db, id, { speakers: [0] }).map(({ startMs }) => startMs)).toEqual([1_000, 6_000]);
  expect([countSegments(db, id), countSegments(db, id, { speakers: [0], fromMs: 2_200 })]).toEqual([3, 1]);
});

it('settles what is heard: whole milliseconds, words inside their segment and in its text, nothing empty', () => {
  put([], {
    segments: [
      { startMs: 900.4, endMs: 100, lane: 0, speaker: null, text: ' late ', words: [], confidence: null },
      {
        startMs: 0,
        endMs: 500.6,
        lane: 0,
        speaker: null,
        text: '',
        words: [{ startMs: -5, endMs: 900, text: ' hi ' }],
        confidence: 2,
      },
      { startMs: 500, endMs: 900, lane: 0, speaker: null, text: ' ', words: [], confidence: null },
      {
        startMs: 1_000,
        endMs: 2_000,
        lane: 0,
        speaker: null,
        text: 'one two',
        words: [
          { startMs: 1_000, endMs: 1_400, text: 'one' },
          { startMs: 1_300, endMs: 1_500, text: 'one' },
          { startMs: 1_200, endMs: 2_500, text: 'two' },
        ],
        confidence: null,
      },
    ],
  });
  expect(segments().map(({ startMs, endMs, text, words }) => [startMs, endMs, text, words])).toEqual([
    [0, 501, 'hi', [{ startMs: 0, endMs: 501, text: 'hi' }]],
    [900, 900, 'late', []],
    [
      1_000,
      2_000,
      'one two',
      [
        { startMs: 1_000, endMs: 1_400, text: 'one' },
        { startMs: 1_300, endMs: 2_000, text: 'two' },
      ],
    ],
  ]);
});

it('edits, takes edits back and takes segments out', () => {
  put(meeting);
  const { segment: edited } = editSegment(db, {
    ...at('the lease ends in march'),
    text: ' the lease  ends in May ',
  });
  expect(edited).toMatchObject({ text: 'the lease ends in May', isEdited: true, conflict: null });
  expect(edited.words.map(({ startMs, text }) => [startMs, text])).toEqual([
    [3_000, 'the'],
    [3_400, 'lease'],
    [3_800, 'ends'],
    [4_200, 'in'],
    [4_600, 'May'],
  ]);
  expect(transcript()).toMatchObject({ edited: 1, revision: 2 });
  expect(revertSegment(db, at('the lease ends in May'))).toMatchObject({
    segment: { text: 'the lease ends in march', isEdited: false },
    isChanged: true,
  });
  expect(transcript()).toMatchObject({ edited: 0, revision: 3 });
  // What changes nothing counts as nothing.
  revertSegment(db, at('the lease ends in march'));
  editSegment(db, { ...at('the lease ends in march'), text: 'the lease ends in march' });
  expect(transcript()).toMatchObject({ edited: 0, revision: 3 });

  editSegment(db, { ...at('the lease ends in march'), text: '' });
  expect(transcript()).toMatchObject({ segments: 3, edited: 1 });
  expect(transcript().speakers).toMatchObject([
    { segments: 2 },
    { name: 'Speaker 2', segments: 0, speechMs: 0 },
  ]);
  expect(() => editSegment(db, { transcriptId: transcript().id, segmentId: 999, now: 2, text: 'x' })).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  );
});

it('keeps an edit through another transcription, and shows what was heard in its place', () => {
  put(meeting);
  editSegment(db, { ...at('the lease ends in march'), text: 'the lease ends in May' });
  put(
    [
      [0, 1_050, 'good morning everybody the lease', 3_700],
      [1, 3_800, 'ends in june', 5_000],
      [0, 6_000, 'we talk about it on friday'],
    ],
    { model: 'large' },
  );
  expect(shown()).toEqual([
    [0, 'good morning everybody'],
    [1, 'the lease ends in May'],
    [0, 'we talk about it on friday'],
  ]);
  expect(segments()[1]).toMatchObject({
    isEdited: true,
    conflict: { text: 'the lease ends in june', model: 'large' },
  });
  expect(transcript()).toMatchObject({ edited: 1, conflicts: 1, segments: 3, model: 'large' });
  resolveConflict(db, { ...at('the lease ends in May'), keep: 'edited' });
  expect(transcript()).toMatchObject({ edited: 1, conflicts: 0 });
  // The same words again are what the person has seen.
  put([[1, 3_000, 'the lease ends in June!']], { model: 'huge' });
  expect(transcript()).toMatchObject({ edited: 1, conflicts: 0 });
});
