import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { beforeEach, expect, it } from 'vitest';
import { givenName } from '#base';
import { migrate } from '../migrate.ts';
import { writeSetting } from '../settings/index.ts';
import {
  answerSuggestion,
  assignSegments,
  editSegment,
  listPeople,
  mergePeople,
  mergeSpeakers,
  nameSpeaker,
  putTranscript,
  readSegments,
  readTranscriptByHash,
  readVoices,
  recogniseSpeakers,
  remembersVoicesSetting,
  removePerson,
  renamePerson,
  setAliases,
  splitPerson,
  splitSpeaker,
} from './index.ts';
import { type Line, makeTranscript, makeVoice } from './testing/makeTranscript.ts';
import type { NewTranscript } from './transcript.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:');
});

const put = (lines: readonly Line[], contentHash = 'h', more: Partial<NewTranscript> = {}) =>
  putTranscript(db, { lease: null, contentHash, transcript: makeTranscript(lines, more), now: 1 })
    .transcriptId;
const transcript = (contentHash = 'h') => {
  const found = readTranscriptByHash(db, contentHash);
  if (!found) throw new Error('no transcript');
  return found;
};
const names = (contentHash = 'h') =>
  transcript(contentHash).speakers.map(({ number, name }) => [number, name]);
const said = (contentHash = 'h') =>
  readSegments(db, transcript(contentHash).id).map(({ speaker, text }) => [speaker, text]);
const ids = (...texts: string[]) =>
  texts.map((text) => readSegments(db, transcript().id).find((segment) => segment.text === text)?.id ?? 0);
const name = (speaker: number, given: string | null, contentHash = 'h', visible: string[] | null = null) =>
  nameSpeaker(db, {
    transcriptId: transcript(contentHash).id,
    speaker,
    name: given === null ? null : givenName(given, 'A speaker', 200),
    isPerson: visible === null,
    visible,
    now: 2,
  });
const people = () => listPeople(db, { knowledgeBases: null }).map((person) => person.name);

const meeting: Line[] = [
  [0, 1_000, 'good morning everybody'],
  [1, 3_000, 'the lease ends in march'],
  [0, 6_000, 'we talk about it on friday'],
  [1, 9_000, 'so be it'],
];
/** The same speech, with other numbers and a little later. */
const again: Line[] = [
  [4, 1_100, 'good morning everybody'],
  [2, 3_100, 'the lease ends in march'],
  [4, 6_100, 'we talk about it on friday'],
  [2, 9_100, 'so be it'],
];

it('counts speakers by when they first speak, and calls them by their names', () => {
  put([
    [3, 5_000, 'late'],
    [1, 0, 'early'],
    [0, 9_000, 'last'],
  ]);
  expect(names()).toEqual([
    [1, 'Speaker 1'],
    [3, 'Speaker 2'],
    [0, 'Speaker 3'],
  ]);
  const before = transcript().revision;
  const { personId } = name(3, ' Anna  Nowak ');
  expect(transcript()).toMatchObject({ revision: before + 1 });
  expect(transcript().speakers[1]).toMatchObject({
    name: 'Anna Nowak',
    isNamed: true,
    personId,
    isRecognised: false,
  });
  expect(names()).toEqual([
    [1, 'Speaker 1'],
    [3, 'Anna Nowak'],
    [0, 'Speaker 3'],
  ]);
  name(3, null);
  expect(names()[1]).toEqual([3, 'Speaker 2']);
  // Who came with the name alone goes with it.
  expect(people()).toEqual([]);
  expect(() => name(8, 'x')).toThrow(expect.objectContaining({ code: 'not_found' }));
});

it('joins a speaker with the person of the name, or of another spelling', () => {
  put(meeting);
  put(meeting, 'other');
  const { personId } = name(0, 'Anna');
  expect(name(0, 'ANNA', 'other').personId).toBe(personId);
  expect(names('other')[0]).toEqual([0, 'Anna']);
  setAliases(db, { id: personId ?? '', aliases: [givenName('Mrs Nowak', 'A person', 200)] });
  expect(name(1, 'mrs nowak').personId).toBe(personId);
  // Somebody else has the spelling as well: then it says nothing.
  const { personId: other } = name(1, 'Jan');
  setAliases(db, { id: other ?? '', aliases: [givenName('Mrs Nowak', 'A person', 200)] });
  expect(name(1, 'Mrs Nowak', 'other').personId).not.toBe(personId);
});

it('gives a name for this recording alone where the caller may not know the person', () => {
  put(meeting);
  put(meeting, 'other');
  const { personId } = name(0, 'Anna');
  expect(name(0, 'Anna', 'other', [])).toMatchObject({ personId: null });
  expect(transcript('other').speakers[0]).toMatchObject({ name: 'Anna', isNamed: true, personId: null });
  expect(name(0, 'Anna', 'other', [personId ?? '']).personId).toBe(personId);
  expect(people()).toEqual(['Anna']);
});

it('keeps names, merges, splits and assignments through another transcription with other numbers', () => {
  put([...meeting, [2, 12_000, 'I am late'], [0, 14_000, 'welcome to the meeting Ben']]);
  const { id } = transcript();
  name(0, 'Anna');
  mergeSpeakers(db, { transcriptId: id, from: 2, into: 1, now: 2 });
  const {
    speakers: [third],
  } = splitSpeaker(db, { transcriptId: id, speaker: 0, groups: [ids('welcome to the meeting Ben')], now: 2 });
  name(third ?? 0, 'Chris');
  assignSegments(db, { transcriptId: id, segmentIds: ids('so be it'), speaker: 0, now: 2 });
  const before = said();
  expect(before).toEqual([
    [0, 'good morning everybody'],
    [1, 'the lease ends in march'],
    [0, 'we talk about it on friday'],
    [0, 'so be it'],
    [1, 'I am late'],
    [third, 'welcome to the meeting Ben'],
  ]);
  put([...again, [7, 12_100, 'I am late'], [4, 14_100, 'welcome to the meeting Ben']], 'h', {
    model: 'large',
  });
  expect(said()).toEqual(before);
  expect(names()).toEqual([
    [0, 'Anna'],
    [1, 'Speaker 2'],
    [third, 'Chris'],
  ]);
  // And through one that tells nobody apart: who was named keeps their words.
  put(
    again.map(([, start, text]) => [null, start, text] as const),
    'h',
    { model: 'small' },
  );
  expect(said()).toEqual([
    [0, 'good morning everybody'],
    [null, 'the lease ends in march'],
    [0, 'we talk about it on friday'],
    [0, 'so be it'],
  ]);
  expect(names()).toEqual([
    [0, 'Anna'],
    [third, 'Chris'],
  ]);
  put(again);
  expect(names()[0]).toEqual([0, 'Anna']);
  expect(said()[3]).toEqual([0, 'so be it']);
});

it('makes one speaker of two, who has the name that one of them had', () => {
  put(meeting);
  const { id } = transcript();
  name(0, 'Anna');
  mergeSpeakers(db, { transcriptId: id, from: 0, into: 1, now: 2 });
  expect(names()).toEqual([[1, 'Anna']]);
  expect(new Set(said().map(([speaker]) => speaker))).toEqual(new Set([1]));
  expect(() => mergeSpeakers(db, { transcriptId: id, from: 0, into: 1, now: 2 })).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  );
  expect(() => mergeSpeakers(db, { transcriptId: id, from: 1, into: 1, now: 2 })).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
});

it('refuses to assign or split what is not there, or to leave nobody', () => {
  put(meeting);
  const { id } = transcript();
  const assign = (segmentIds: number[], speaker: number) =>
    db.transaction(() => assignSegments(db, { transcriptId: id, segmentIds, speaker, now: 2 }))();
  const split = (groups: number[][]) =>
    db.transaction(() => splitSpeaker(db, { transcriptId: id, speaker: 1, groups, now: 2 }))();
  expect(() => assign([...ids('so be it'), 999], 5)).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(() => assign(ids('so be it'), 1_000)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(() => split([ids('so be it', 'the lease ends in march')])).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
  expect(() => split([ids('good morning everybody')])).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(names()).toEqual([
    [0, 'Speaker 1'],
    [1, 'Speaker 2'],
  ]);
  // Somebody to whom all was assigned away, and whom nobody named, is no speaker any more.
  assign(ids('so be it', 'the lease ends in march'), 0);
  expect(names()).toEqual([[0, 'Speaker 1']]);
});

it('follows a person through rename, merge, split and removal in every transcript', () => {
  put(meeting);
  put(meeting, 'other');
  const anna = name(0, 'Ana').personId ?? '';
  name(0, 'Ana', 'other');
  const given = (text: string) => givenName(text, 'A person', 200);
  const revision = transcript('other').revision;
  expect(renamePerson(db, { id: anna, name: given('Anna'), now: 3 }).contentHashes.sort()).toEqual([
    'h',
    'other',
  ]);
  expect([names()[0], names('other')[0]]).toEqual([
    [0, 'Anna'],
    [0, 'Anna'],
  ]);
  expect(transcript('other').revision).toBe(revision + 1);

  const jan = name(1, 'Jan').personId ?? '';
  expect(() => renamePerson(db, { id: jan, name: given('anna'), now: 3 })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
  const split = splitPerson(db, { id: anna, name: given('Hanna'), contentHashes: ['other'], now: 3 });
  expect(split.contentHashes).toEqual(['other']);
  expect([names()[0], names('other')[0]]).toEqual([
    [0, 'Anna'],
    [0, 'Hanna'],
  ]);
  expect(mergePeople(db, { from: split.newId, into: jan, now: 3 }).contentHashes).toEqual(['other']);
  expect(names('other')[0]).toEqual([0, 'Jan']);
  expect(listPeople(db, { knowledgeBases: null }, { id: jan })[0]).toMatchObject({ aliases: ['Hanna'] });

  expect(removePerson(db, { id: anna, forgetName: false, now: 4 })).toEqual({ contentHashes: [] });
  expect(transcript().speakers[0]).toMatchObject({ name: 'Anna', isNamed: true, personId: null });
  expect(removePerson(db, { id: jan, forgetName: true, now: 4 }).contentHashes.sort()).toEqual([
    'h',
    'other',
  ]);
  expect([names()[1], names('other')[0]]).toEqual([
    [1, 'Speaker 2'],
    [0, 'Speaker 1'],
  ]);
  expect(people()).toEqual([]);
});

const withVoices = (numbers: number[], direction = 0) => ({
  speakers: numbers.map((number) => ({
    number,
    embedding: makeVoice(number + direction),
    embeddingModel: 'spectral-1',
    speechMs: 3_000,
  })),
});

it('keeps voices only where the setting says so', () => {
  put(meeting, 'h', withVoices([0, 1]));
  expect(readVoices(db, transcript().id)).toEqual([]);
  writeSetting(db, { key: remembersVoicesSetting, value: true });
  put(meeting, 'h', withVoices([0, 1]));
  expect(
    readVoices(db, transcript().id).map(({ number, model, speechMs }) => [number, model, speechMs]),
  ).toEqual([
    [0, 'spectral-1', 3_000],
    [1, 'spectral-1', 3_000],
  ]);
  expect(readVoices(db, transcript().id)[1]?.embedding).toEqual(makeVoice(1));
  // Another transcription brings its own, to those that speak.
  put(again, 'h', withVoices([4, 2]));
  expect(
    readVoices(db, transcript().id).map(({ number, embedding }) => [number, embedding.indexOf(1)]),
  ).toEqual([
    [0, 4],
    [1, 2],
  ]);
  name(0, 'Anna');
  expect(listPeople(db, { knowledgeBases: null })[0]).toMatchObject({ voiceMs: 3_000 });
  // A voice that was of two is nobody's.
  splitSpeaker(db, {
    transcriptId: transcript().id,
    speaker: 0,
    groups: [ids('good morning everybody')],
    now: 2,
  });
  expect(readVoices(db, transcript().id).map(({ number }) => number)).toEqual([1]);
});

it('takes nobody for two speakers, leaves what a person said, and asks no more what was answered', () => {
  writeSetting(db, { key: remembersVoicesSetting, value: true });
  put(meeting);
  const anna = name(0, 'Anna').personId ?? '';
  put([...meeting, [2, 20_000, 'hello']], 'new');
  const { id } = transcript('new');
  const like = (speaker: number, isRecognised: boolean) => ({
    speaker,
    personId: anna,
    similarity: 0.8,
    isRecognised,
  });
  const recognise = (...found: ReturnType<typeof like>[]) =>
    recogniseSpeakers(db, { transcriptId: id, found, now: 5 });
  expect(recognise(like(0, true), like(1, true), like(2, false))).toEqual({ isRenamed: true });
  expect(transcript('new').speakers).toMatchObject([
    { name: 'Anna', isRecognised: true, suggestion: null },
    { name: 'Speaker 2', suggestion: { personId: anna, name: 'Anna', similarity: 0.8 } },
    { name: 'Speaker 3', suggestion: { personId: anna } },
  ]);
  expect(recognise(like(0, true), like(1, true), like(2, false))).toEqual({ isRenamed: false });
  answerSuggestion(db, { transcriptId: id, speaker: 1, isRight: false, now: 6 });
  answerSuggestion(db, { transcriptId: id, speaker: 2, isRight: true, now: 6 });
  expect(() => answerSuggestion(db, { transcriptId: id, speaker: 2, isRight: true, now: 6 })).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  );
  recognise(like(1, true), like(2, false));
  expect(transcript('new').speakers).toMatchObject([
    { name: 'Anna', isRecognised: true },
    { name: 'Speaker 2', suggestion: null, personId: null },
    { name: 'Anna', isRecognised: false, suggestion: null },
  ]);
  // To take a name away that a voice gave is an answer too.
  name(0, null, 'new');
  recognise(like(0, true));
  expect(names('new')[0]).toEqual([0, 'Speaker 1']);
  // And answers are kept through another transcription.
  put([...again, [5, 20_000, 'hello']], 'new');
  recognise(like(0, true), like(1, true));
  expect(names('new')).toEqual([
    [0, 'Speaker 1'],
    [1, 'Speaker 2'],
    [2, 'Anna'],
  ]);
  writeSetting(db, { key: remembersVoicesSetting, value: false });
  put([[0, 0, 'quite new']], 'third');
  recogniseSpeakers(db, { transcriptId: transcript('third').id, found: [like(0, true)], now: 7 });
  expect(names('third')).toEqual([[0, 'Speaker 1']]);
});

it('finds an edit that comes after another transcription a place where its speech is by then', () => {
  put(meeting);
  const { id } = transcript();
  const [morning = 0, lease = 0, friday = 0, so = 0] = readSegments(db, id).map((segment) => segment.id);
  editSegment(db, { transcriptId: id, segmentId: friday, text: 'we talk on Friday', now: 2 });
  put([
    [0, 1_000, 'good morning everybody the lease ends in june we talk about it on friday so'],
    [1, 9_300, 'be it'],
  ]);
  editSegment(db, { transcriptId: id, segmentId: lease, text: 'The lease ends in May.', now: 3 });
  editSegment(db, { transcriptId: id, segmentId: friday, text: 'We talk on Friday.', now: 3 });
  editSegment(db, { transcriptId: id, segmentId: so, text: 'So be it!', now: 3 });
  const { segment } = editSegment(db, {
    transcriptId: id,
    segmentId: lease,
    text: 'The lease ends in May!',
    now: 3,
  });
  expect(segment).toMatchObject({ text: 'The lease ends in May!', isEdited: true });
  const texts = readSegments(db, id).map(({ text, isEdited }) => [text, isEdited]);
  expect(texts).toEqual([
    ['good morning everybody', false],
    ['The lease ends in May!', true],
    ['We talk on Friday.', true],
    ['So be it!', true],
  ]);
  expect(readSegments(db, id)[1]?.conflict).toEqual({ text: 'the lease ends in june', model: 'tiny' });
  expect(() =>
    editSegment(db, { transcriptId: id, segmentId: morning, text: 'good morning everybody', now: 3 }),
  ).toThrow(expect.objectContaining({ code: 'conflict' }));
});
