import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#base';
import {
  guest,
  heard,
  openRecordingsLibrary,
  type RecordingsLibrary,
  talk,
} from './testing/recordingsLibrary.ts';

let library: RecordingsLibrary;
beforeEach(async () => {
  library = await openRecordingsLibrary();
});
afterEach(() => library.close());

test('shows a recording, its segments in pages, and its loudness', async () => {
  await library.put('h-talk', heard(talk));
  const client = library.connect();
  expect(await client.call('recordings.show', { documentId: 'work' })).toMatchObject({
    ...{
      documentId: 'work',
      title: 'talk.mp3',
      path: '/work/talk.mp3',
      mediaType: 'audio/mpeg',
      durationMs: 60_000,
    },
    ...{
      language: 'en',
      model: 'tiny',
      diarization: 'spectral',
      revision: 1,
      hasCover: true,
      warnings: ['noisy'],
    },
    ...{ segments: 3, edited: 0, conflicts: 0 },
    speakers: [
      {
        number: 0,
        name: 'Speaker 1',
        isNamed: false,
        personId: null,
        suggestion: null,
        speechMs: 4_000,
        segments: 2,
      },
      { number: 1, name: 'Speaker 2', speechMs: 2_000 },
    ],
  });
  const page = await client.call('recordings.segments', { documentId: 'work', offset: 1, limit: 1 });
  expect(page).toMatchObject({
    total: 3,
    revision: 1,
    segments: [{ startMs: 3_000, endMs: 5_000, speaker: 1, isEdited: false, confidence: 0.5 }],
  });
  expect(page.segments[0]).not.toHaveProperty('conflict');
  expect(
    (await client.call('recordings.segments', { documentId: 'work', fromMs: 4_000, speakers: [0] })).segments,
  ).toMatchObject([{ text: 'on friday then' }]);
  expect(await client.call('recordings.waveform', { documentId: 'work' })).toEqual({
    durationMs: 60_000,
    peaks: [0, 1],
  });
});

test('says why a document has no words', async () => {
  const client = library.connect();
  const fail = (documentId: string) => client.call('recordings.show', { documentId });
  await expect(fail('nowhere')).rejects.toMatchObject({
    code: 'not_found',
    message: 'There is no document nowhere.',
  });
  await expect(fail('queued')).rejects.toMatchObject({
    code: 'conflict',
    message: '“queued.wav” is still being transcribed; look again in a while.',
  });
  await expect(fail('broken')).rejects.toMatchObject({
    code: 'not_found',
    message: '“broken.wav” has no transcript: It is damaged.',
  });
  await expect(fail('text')).rejects.toMatchObject({ code: 'not_found' });
});

test('every change reaches search for all documents of the content, and what changes nothing does not', async () => {
  await library.put('h-talk', heard(talk));
  const client = library.connect();
  const { segments } = await client.call('recordings.segments', { documentId: 'work' });
  const [first, second, third] = segments.map(({ id }) => id);
  const at = { documentId: 'work', segmentId: second ?? '' };
  const counts: number[] = [];
  const count = async (change: Promise<unknown>) => {
    await change;
    counts.push(library.reindexed.length);
  };
  await count(client.call('recordings.editSegment', { ...at, text: 'the lease ends in May' }));
  await count(client.call('recordings.editSegment', { ...at, text: 'the lease ends in May' }));
  await count(client.call('recordings.revertSegment', at));
  await count(client.call('recordings.revertSegment', at));
  await count(client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' }));
  await count(
    client.call('recordings.assignSegments', { documentId: 'work', segmentIds: [third ?? ''], speaker: 4 }),
  );
  await count(client.call('recordings.mergeSpeakers', { documentId: 'work', from: 4, into: 1 }));
  await count(
    client.call('recordings.splitSpeaker', { documentId: 'work', speaker: 1, segmentIds: [third ?? ''] }),
  );
  expect(counts).toEqual([1, 1, 2, 2, 3, 4, 5, 6]);
  expect(new Set(library.reindexed)).toEqual(new Set(['h-talk']));
  // The copy in another knowledge base is the same recording.
  const copy = await client.call('recordings.show', { documentId: 'copy' });
  expect(copy.speakers.map(({ name }) => name)).toEqual(['Anna', 'Speaker 2', 'Speaker 3']);
  expect(copy.revision).toBe(7);
  await expect(
    client.call('recordings.editSegment', { documentId: 'work', segmentId: 'x', text: '' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await library.put('h-diary', heard(talk));
  await expect(
    client.call('recordings.editSegment', { documentId: 'diary', segmentId: first ?? '', text: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a conflict is shown until one of both is chosen', async () => {
  await library.put('h-talk', heard(talk));
  const client = library.connect();
  const at = async (text: string) => {
    const { segments } = await client.call('recordings.segments', { documentId: 'work' });
    return { documentId: 'work', segmentId: segments.find((segment) => segment.text === text)?.id ?? '' };
  };
  await client.call('recordings.editSegment', { ...(await at('on friday then')), text: 'on Monday then' });
  await library.put('h-talk', heard([...talk.slice(0, 2), [0, 6_000, 'on sunday then']], { model: 'large' }));
  expect(await client.call('recordings.show', { documentId: 'work' })).toMatchObject({
    edited: 1,
    conflicts: 1,
  });
  const edited = await at('on Monday then');
  expect((await client.call('recordings.segments', { documentId: 'work' })).segments[2]).toMatchObject({
    conflict: { text: 'on sunday then', model: 'large' },
  });
  expect(await client.call('recordings.resolveConflict', { ...edited, keep: 'heard' })).toMatchObject({
    text: 'on sunday then',
    isEdited: false,
  });
  await expect(
    client.call('recordings.resolveConflict', { ...edited, keep: 'edited' }),
  ).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a caller reaches what its grants let it, and changes it where it may write', async () => {
  await library.put('h-talk', heard(talk));
  await library.put('h-diary', heard(talk));
  const [reader, writer, owner] = [
    library.connect(guest(false)),
    library.connect(guest(true)),
    library.connect(),
  ];
  await owner.call('recordings.nameSpeaker', { documentId: 'diary', speaker: 0, name: 'Secret' });
  await owner.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });

  expect(await reader.call('recordings.show', { documentId: 'work' })).toMatchObject({ documentId: 'work' });
  for (const documentId of ['copy', 'diary'])
    await expect(reader.call('recordings.show', { documentId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    reader.call('recordings.nameSpeaker', { documentId: 'work', speaker: 1, name: 'x' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(
    writer.call('recordings.mergeSpeakers', { documentId: 'diary', from: 0, into: 1 }),
  ).rejects.toMatchObject({ code: 'not_found' });

  // Who speaks only where the caller may not read is not there, and a name does not lead to them.
  expect((await reader.call('people.list', {})).people).toMatchObject([{ name: 'Anna', recordings: 1 }]);
  const secret = (await owner.call('people.list', {})).people.find(({ name }) => name === 'Secret');
  await expect(reader.call('people.show', { id: secret?.id ?? '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  const named = await writer.call('recordings.nameSpeaker', {
    documentId: 'work',
    speaker: 1,
    name: 'Secret',
  });
  expect(named.speakers[1]).toMatchObject({ name: 'Secret', personId: null });
  const joined = await writer.call('recordings.nameSpeaker', {
    documentId: 'work',
    speaker: 1,
    name: 'anna',
  });
  expect(joined.speakers[1]).toMatchObject({ name: 'Anna' });
  const anna = joined.speakers[1]?.personId ?? '';
  const shown = await reader.call('people.show', { id: anna });
  expect(shown.speaksIn.map(({ documentId, speaker }) => [documentId, speaker])).toEqual([
    ['work', 0],
    ['work', 1],
  ]);
  expect((await owner.call('people.show', { id: anna })).speaksIn).toHaveLength(4);
  for (const change of [
    writer.call('people.rename', { id: anna, name: 'x' }),
    writer.call('people.setAliases', { id: anna, aliases: [] }),
    writer.call('people.merge', { from: anna, into: anna }),
    writer.call('people.split', { id: anna, name: 'x', documentIds: ['work'] }),
    writer.call('people.remove', { id: anna }),
    writer.call('people.forgetVoices', {}),
  ])
    await expect(change).rejects.toMatchObject({ code: 'forbidden' });
});

test('tells a speaker that is several apart by voice', async () => {
  await library.put(
    'h-talk',
    heard([
      [0, 0, 'a b'],
      [0, 3_000, 'c d'],
      [0, 6_000, 'e f'],
      [0, 9_000, 'g h'],
    ]),
  );
  const client = library.connect();
  const split = () => client.call('recordings.splitSpeaker', { documentId: 'work', speaker: 0 });
  await expect(split()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Only one voice'),
  });
  library.hearing.groups = () => [4, 2, 2, 9];
  expect((await split()).speakers.map(({ number, segments }) => [number, segments])).toEqual([
    [1, 1],
    [0, 2],
    [2, 1],
  ]);
  library.hearing.groups = () => {
    throw new AppError('unavailable', 'There is no model to tell voices apart.');
  };
  await expect(split()).rejects.toMatchObject({ code: 'unavailable' });
});

test('writes a recording out under the name of its file', async () => {
  await library.put('h-talk', heard(talk));
  const client = library.connect();
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  const { segments } = await client.call('recordings.segments', { documentId: 'work', speakers: [1] });
  const taken = { documentId: 'work', segmentId: segments[0]?.id ?? '', text: '' };
  await client.call('recordings.editSegment', taken);
  expect(await client.call('recordings.export', { documentId: 'work', format: 'txt' })).toEqual({
    fileName: 'talk.txt',
    mediaType: 'text/plain',
    text: 'Anna: good morning\n\nAnna: on friday then\n',
  });
  const json = await client.call('recordings.export', {
    documentId: 'work',
    format: 'json',
    withSpeakers: false,
  });
  expect(JSON.parse(json.text)).toMatchObject({
    model: 'tiny',
    segments: [{ startMs: 0 }, { text: 'on friday then' }],
  });
  expect(json.text).not.toContain('Anna');
});
