import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#base';
import { createSettings } from '#settings';
import { recogniseVoices } from '#transcripts';
import {
  guest,
  heard,
  type Line,
  openRecordingsLibrary,
  type RecordingsLibrary,
  talk,
  voiceOf,
  withVoice,
} from './testing/recordingsLibrary.ts';

let library: RecordingsLibrary;
beforeEach(async () => {
  library = await openRecordingsLibrary();
});
afterEach(() => library.close());

test('a person is renamed, merged, split and removed in every transcript', async () => {
  await library.put('h-talk', heard(talk));
  await library.put('h-diary', heard(talk));
  const client = library.connect();
  const nameOf = async (documentId: string) =>
    (await client.call('recordings.show', { documentId })).speakers[0]?.name;
  for (const documentId of ['work', 'diary'])
    await client.call('recordings.nameSpeaker', { documentId, speaker: 0, name: 'Ana' });
  const { people } = await client.call('people.list', {});
  expect(people).toMatchObject([{ name: 'Ana', aliases: [], voiceSeconds: 0, recordings: 2 }]);
  const id = people[0]?.id ?? '';
  library.reindexed = [];
  expect(await client.call('people.rename', { id, name: ' Anna ' })).toMatchObject({ id, name: 'Anna' });
  expect([await nameOf('work'), await nameOf('diary'), library.reindexed.sort()]).toEqual([
    'Anna',
    'Anna',
    ['h-diary', 'h-talk'],
  ]);
  expect(
    await client.call('people.setAliases', { id, aliases: ['Mrs Nowak', 'anna', 'MRS NOWAK'] }),
  ).toMatchObject({
    aliases: ['Mrs Nowak'],
  });
  const other = await client.call('people.split', { id, name: 'Hanna', documentIds: ['diary'] });
  expect(other).toMatchObject({ name: 'Hanna', recordings: 1 });
  expect([await nameOf('work'), await nameOf('diary')]).toEqual(['Anna', 'Hanna']);
  await expect(
    client.call('people.split', { id, name: 'New', documentIds: ['diary'] }),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(client.call('people.split', { id, name: 'New', documentIds: ['text'] })).rejects.toMatchObject(
    {
      code: 'not_found',
    },
  );
  expect((await client.call('people.list', {})).people).toHaveLength(2);
  await expect(client.call('people.rename', { id, name: 'HANNA' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await client.call('people.merge', { from: other.id, into: id })).toMatchObject({
    name: 'Anna',
    aliases: ['Hanna', 'Mrs Nowak'],
    recordings: 2,
  });
  library.reindexed = [];
  expect(await client.call('people.remove', { id })).toEqual({ removed: true });
  expect([await nameOf('work'), library.reindexed]).toEqual(['Anna', []]);
  expect(await client.call('people.remove', { id })).toEqual({ removed: false });
});

test('a voice that was named is recognised later, asked about when it is less sure, and not at all when switched off', async () => {
  await library.remember(true);
  const client = library.connect();
  await library.put('h-talk', withVoice(talk, voiceOf(0), voiceOf(1)));
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  // The stored voice is enough.
  expect(library.embedded).toEqual([]);
  expect((await client.call('people.list', {})).people).toMatchObject([{ name: 'Anna', voiceSeconds: 4 }]);

  const lines: Line[] = [
    [0, 0, 'hello'],
    [1, 3_000, 'hi'],
    [2, 6_000, 'hey'],
  ];
  const { transcriptId } = await library.put(
    'h-diary',
    withVoice(lines, voiceOf(0, 0.3), voiceOf(0, 0.7), voiceOf(3)),
  );
  expect(await recogniseVoices(library.deps, transcriptId)).toEqual({ isRenamed: true });
  const { speakers } = await client.call('recordings.show', { documentId: 'diary' });
  expect(speakers).toMatchObject([
    { name: 'Anna', isNamed: true, suggestion: null },
    { name: 'Speaker 2', suggestion: { name: 'Anna' } },
    { name: 'Speaker 3', suggestion: null },
  ]);
  expect(speakers[1]?.suggestion?.similarity).toBeCloseTo(Math.sqrt(1 - 0.49), 5);
  const answered = await client.call('recordings.answerSuggestion', {
    documentId: 'diary',
    speaker: 1,
    isRight: false,
  });
  expect(answered.speakers[1]).toMatchObject({ name: 'Speaker 2', suggestion: null });
  expect(await recogniseVoices(library.deps, transcriptId)).toEqual({ isRenamed: false });
  // What was recognised is not what a voice is known by.
  expect((await client.call('people.list', {})).people).toMatchObject([{ voiceSeconds: 4, recordings: 2 }]);

  await library.remember(false);
  const off = await library.put('h-notes', withVoice([[0, 0, 'again']], voiceOf(0)));
  expect(await recogniseVoices(library.deps, off.transcriptId)).toEqual({ isRenamed: false });
  expect((await client.call('recordings.show', { documentId: 'text' })).speakers).toMatchObject([
    { name: 'Speaker 1' },
  ]);
  // Also those of speakers whom nobody has named.
  expect((await client.call('people.list', {})).keptVoices).toBe(5);
  expect((await library.connect(guest(true)).call('people.list', {})).keptVoices).toBe(0);
  expect(await client.call('people.forgetVoices', {})).toEqual({ voices: 5 });
  expect(library.forgottenInHand).toBe(1);
  expect((await client.call('people.list', {})).keptVoices).toBe(0);
  expect((await client.call('people.list', {})).people).toMatchObject([
    { name: 'Anna', voiceSeconds: 0, recordings: 2 },
  ]);
});

test('a suggestion of somebody whom the caller may not know is not shown to it', async () => {
  await library.remember(true);
  await library.put('h-diary', withVoice(talk, voiceOf(0), voiceOf(1)));
  const [owner, writer] = [library.connect(), library.connect(guest(true))];
  await owner.call('recordings.nameSpeaker', { documentId: 'diary', speaker: 0, name: 'Secret' });
  const { transcriptId } = await library.put('h-notes', withVoice([[0, 0, 'hello']], voiceOf(0, 0.7)));
  await recogniseVoices(library.deps, transcriptId);
  expect((await owner.call('recordings.show', { documentId: 'text' })).speakers[0]?.suggestion).toMatchObject(
    {
      name: 'Secret',
    },
  );
  expect((await writer.call('recordings.show', { documentId: 'text' })).speakers[0]?.suggestion).toBe(null);
  await expect(
    writer.call('recordings.answerSuggestion', { documentId: 'text', speaker: 0, isRight: true }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('takes the voice from the recording where none is kept, from stretches in which nobody else speaks', async () => {
  await library.put('h-talk', heard([...talk, [1, 6_500, 'interrupting']]));
  await library.remember(true);
  library.hearing.voice = () => voiceOf(2);
  const client = library.connect();
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  expect(library.embedded).toEqual([[{ startMs: 0, endMs: 2_000 }]]);
  expect((await client.call('people.list', {})).people).toMatchObject([{ voiceSeconds: 2 }]);
  // Where it cannot be had the name stays.
  library.hearing.voice = () => {
    throw new AppError('file_not_found', 'It is gone.');
  };
  const named = await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 1, name: 'Jan' });
  expect(named.speakers[1]).toMatchObject({ name: 'Jan' });
  expect((await client.call('people.list', {})).people).toMatchObject([
    { voiceSeconds: 2 },
    { voiceSeconds: 0 },
  ]);
});

test('takes a voice anew when much of what it was taken from is somebody else’s', async () => {
  await library.remember(true);
  await library.put('h-talk', withVoice([...talk, [0, 20_000, 'a good deal more']], voiceOf(0), voiceOf(1)));
  const client = library.connect();
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  library.hearing.voice = () => voiceOf(3);
  const { segments } = await client.call('recordings.segments', { documentId: 'work', speakers: [0] });
  const assign = (index: number) =>
    client.call('recordings.assignSegments', {
      ...{ documentId: 'work', segmentIds: [segments[index]?.id ?? ''], speaker: 5 },
    });
  await assign(2);
  expect(library.embedded).toEqual([
    [
      { startMs: 0, endMs: 2_000 },
      { startMs: 6_000, endMs: 8_000 },
    ],
  ]);
  const id = library.storage.read.readTranscriptByHash('h-talk')?.id ?? 0;
  const voices = () =>
    library.storage.read.readVoices(id).map(({ number, embedding }) => [number, embedding.indexOf(1)]);
  expect(voices()).toEqual([
    [1, 1],
    [0, 3],
  ]);
});

test('keeps voices where the setting of the app says so, under the name that it has', async () => {
  const settings = createSettings(library.storage);
  await settings.change({ remembersVoices: true });
  expect(library.deps.remembersVoices()).toBe(true);
  await library.put('h-talk', withVoice(talk, voiceOf(0), voiceOf(1)));
  expect(
    library.storage.read.readVoices(library.storage.read.readTranscriptByHash('h-talk')?.id ?? 0),
  ).toHaveLength(2);
});
