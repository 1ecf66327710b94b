import { join } from 'node:path';
import { peopleRpc, recordingsRpc } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { createClient, createPortPair, serveContract } from '@adiuva/wire';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError, localUser, type Principal } from '#base';
import { createSettings } from '#settings';
import { type NewTranscript, openStorage, remembersVoicesSetting, type Storage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { createPeople, createTranscripts, type Range, recogniseVoices } from '#transcripts';
import { createPeopleApi } from './peopleApi.ts';
import { createRecordingsApi } from './recordingsApi.ts';

const {
  'recordings.transcribe': _transcribe,
  'recordings.transcribeAgain': _again,
  'recordings.media': _media,
  'recordings.cover': _cover,
  ...served
} = recordingsRpc;
const contract = { ...served, ...peopleRpc };

let folder: ReturnType<typeof makeTemporaryFolder>;
let storage: Storage;
let reindexed: string[];
let embedded: Range[][];
/** What the speech worker would say of stretches; it is built and tested on its own. */
let hearing: { voice(documentId: string): Float32Array; groups(count: number): number[] };

beforeEach(async () => {
  folder = makeTemporaryFolder();
  const home = join(folder.path, 'home');
  storage = await openStorage(home, sourceWorkers);
  reindexed = [];
  embedded = [];
  hearing = {
    voice: () => {
      throw new AppError('unavailable', 'There is no model.');
    },
    groups: (count) => Array.from({ length: count }, () => 0),
  };
  const db = openDatabase(join(home, 'library.db'));
  const base = db.prepare('INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (?, ?, ?, 1)');
  base.run(1, 'Office', 'office');
  base.run(2, 'private', 'private');
  const add = db.prepare(
    `INSERT INTO documents (public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode, content_hash,
       error_message) VALUES (?, ?, ?, ?, 'default', 1, 1, 1, '1', ?, ?)`,
  );
  add.run('work', 1, '/work/talk.mp3', 'indexed', 'h-talk', null);
  add.run('copy', 2, '/home/talk copy.mp3', 'indexed', 'h-talk', null);
  add.run('diary', 2, '/home/diary.wav', 'indexed', 'h-diary', null);
  add.run('queued', 1, '/work/queued.wav', 'pending', 'h-queued', null);
  add.run('broken', 1, '/work/broken.wav', 'failed', null, 'It is damaged.');
  add.run('text', 1, '/work/notes.txt', 'indexed', 'h-notes', null);
  db.close();
});
afterEach(async () => {
  await storage.close();
  folder.remove();
});

const deps = () => ({
  storage,
  clock: { now: () => 1_000 },
  log: silentLog,
  remembersVoices: () => storage.read.readSetting(remembersVoicesSetting) === true,
  reindex: async (hashes: readonly string[]) => void reindexed.push(...hashes),
  voices: {
    similarity: (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0),
    thresholds: (model: string) => (model === 'm' ? { recognised: 0.8, suggested: 0.5 } : null),
  },
  embedSpeaker: async (documentId: string, ranges: readonly Range[]) => {
    embedded.push([...ranges]);
    return { model: 'm', embedding: hearing.voice(documentId), speechMs: 2_000 };
  },
  splitByVoice: async (_documentId: string, ranges: readonly Range[]) => hearing.groups(ranges.length),
});

function connect(caller: Principal = localUser) {
  const [near, far] = createPortPair();
  const people = createPeople(deps());
  const handlers = {
    ...createRecordingsApi({ storage, transcripts: createTranscripts(deps()), people }),
    ...createPeopleApi({ storage, people }),
  };
  serveContract(contract, far, handlers, caller);
  return createClient(contract, near);
}

const guest = (canWrite: boolean): Principal => ({
  id: 'guest',
  kind: 'mcp',
  grants: { knowledgeBases: ['office'], canWrite },
});

type Line = readonly [speaker: number | null, startMs: number, text: string];

function heard(lines: readonly Line[], more: Partial<NewTranscript> = {}): NewTranscript {
  const media = {
    mediaType: 'audio/mpeg',
    container: 'mp3',
    tracks: [],
    chapters: [],
    hasCover: true,
    properties: {},
  };
  return {
    ...{
      model: 'tiny',
      language: 'en',
      durationMs: 60_000,
      media,
      diarization: 'spectral',
      warnings: ['noisy'],
    },
    ...{ waveform: [0, 1], speakers: [] },
    segments: lines.map(([speaker, startMs, text]) => ({
      ...{ startMs, endMs: startMs + 2_000, lane: 0, speaker, text, confidence: 0.5 },
      words: text.split(' ').map((word, index) => ({
        ...{ startMs: startMs + index * 100, endMs: startMs + index * 100 + 100, text: word },
      })),
    })),
    ...more,
  };
}

const talk: Line[] = [
  [0, 0, 'good morning'],
  [1, 3_000, 'the lease ends in march'],
  [0, 6_000, 'on friday then'],
];
const put = (contentHash: string, transcript: NewTranscript) =>
  storage.write.putTranscript({ lease: null, contentHash, transcript, now: 1 });
const voiceOf = (direction: number, lean = 0) => {
  const voice = new Float32Array(8);
  voice[direction] = Math.sqrt(1 - lean * lean);
  voice[7] = lean;
  return voice;
};
const withVoice = (lines: readonly Line[], ...voices: Float32Array[]) =>
  heard(lines, {
    speakers: voices.map((embedding, number) => ({
      number,
      embedding,
      embeddingModel: 'm',
      speechMs: 4_000,
    })),
  });
const remember = (value: boolean) => storage.write.writeSetting({ key: remembersVoicesSetting, value });

test('shows a recording, its segments in pages, and its loudness', async () => {
  await put('h-talk', heard(talk));
  const client = connect();
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
  const client = connect();
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
  await put('h-talk', heard(talk));
  const client = connect();
  const { segments } = await client.call('recordings.segments', { documentId: 'work' });
  const [first, second, third] = segments.map(({ id }) => id);
  const at = { documentId: 'work', segmentId: second ?? '' };
  const counts: number[] = [];
  const count = async (change: Promise<unknown>) => {
    await change;
    counts.push(reindexed.length);
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
  expect(new Set(reindexed)).toEqual(new Set(['h-talk']));
  // The copy in another knowledge base is the same recording.
  const copy = await client.call('recordings.show', { documentId: 'copy' });
  expect(copy.speakers.map(({ name }) => name)).toEqual(['Anna', 'Speaker 2', 'Speaker 3']);
  expect(copy.revision).toBe(7);
  await expect(
    client.call('recordings.editSegment', { documentId: 'work', segmentId: 'x', text: '' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await put('h-diary', heard(talk));
  await expect(
    client.call('recordings.editSegment', { documentId: 'diary', segmentId: first ?? '', text: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' });
});

test('a conflict is shown until one of both is chosen', async () => {
  await put('h-talk', heard(talk));
  const client = connect();
  const at = async (text: string) => {
    const { segments } = await client.call('recordings.segments', { documentId: 'work' });
    return { documentId: 'work', segmentId: segments.find((segment) => segment.text === text)?.id ?? '' };
  };
  await client.call('recordings.editSegment', { ...(await at('on friday then')), text: 'on Monday then' });
  await put('h-talk', heard([...talk.slice(0, 2), [0, 6_000, 'on sunday then']], { model: 'large' }));
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
  await put('h-talk', heard(talk));
  await put('h-diary', heard(talk));
  const [reader, writer, owner] = [connect(guest(false)), connect(guest(true)), connect()];
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

test('a person is renamed, merged, split and removed in every transcript', async () => {
  await put('h-talk', heard(talk));
  await put('h-diary', heard(talk));
  const client = connect();
  const nameOf = async (documentId: string) =>
    (await client.call('recordings.show', { documentId })).speakers[0]?.name;
  for (const documentId of ['work', 'diary'])
    await client.call('recordings.nameSpeaker', { documentId, speaker: 0, name: 'Ana' });
  const { people } = await client.call('people.list', {});
  expect(people).toMatchObject([{ name: 'Ana', aliases: [], voiceSeconds: 0, recordings: 2 }]);
  const id = people[0]?.id ?? '';
  reindexed = [];
  expect(await client.call('people.rename', { id, name: ' Anna ' })).toMatchObject({ id, name: 'Anna' });
  expect([await nameOf('work'), await nameOf('diary'), reindexed.sort()]).toEqual([
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
  reindexed = [];
  expect(await client.call('people.remove', { id })).toEqual({ removed: true });
  expect([await nameOf('work'), reindexed]).toEqual(['Anna', []]);
  expect(await client.call('people.remove', { id })).toEqual({ removed: false });
});

test('a voice that was named is recognised later, asked about when it is less sure, and not at all when switched off', async () => {
  await remember(true);
  const client = connect();
  await put('h-talk', withVoice(talk, voiceOf(0), voiceOf(1)));
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  // The stored voice is enough.
  expect(embedded).toEqual([]);
  expect((await client.call('people.list', {})).people).toMatchObject([{ name: 'Anna', voiceSeconds: 4 }]);

  const lines: Line[] = [
    [0, 0, 'hello'],
    [1, 3_000, 'hi'],
    [2, 6_000, 'hey'],
  ];
  const { transcriptId } = await put(
    'h-diary',
    withVoice(lines, voiceOf(0, 0.3), voiceOf(0, 0.7), voiceOf(3)),
  );
  expect(await recogniseVoices(deps(), transcriptId)).toEqual({ isRenamed: true });
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
  expect(await recogniseVoices(deps(), transcriptId)).toEqual({ isRenamed: false });
  // What was recognised is not what a voice is known by.
  expect((await client.call('people.list', {})).people).toMatchObject([{ voiceSeconds: 4, recordings: 2 }]);

  await remember(false);
  const off = await put('h-notes', withVoice([[0, 0, 'again']], voiceOf(0)));
  expect(await recogniseVoices(deps(), off.transcriptId)).toEqual({ isRenamed: false });
  expect((await client.call('recordings.show', { documentId: 'text' })).speakers).toMatchObject([
    { name: 'Speaker 1' },
  ]);
  expect(await client.call('people.forgetVoices', {})).toEqual({ voices: 5 });
  expect((await client.call('people.list', {})).people).toMatchObject([
    { name: 'Anna', voiceSeconds: 0, recordings: 2 },
  ]);
});

test('a suggestion of somebody whom the caller may not know is not shown to it', async () => {
  await remember(true);
  await put('h-diary', withVoice(talk, voiceOf(0), voiceOf(1)));
  const [owner, writer] = [connect(), connect(guest(true))];
  await owner.call('recordings.nameSpeaker', { documentId: 'diary', speaker: 0, name: 'Secret' });
  const { transcriptId } = await put('h-notes', withVoice([[0, 0, 'hello']], voiceOf(0, 0.7)));
  await recogniseVoices(deps(), transcriptId);
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
  await put('h-talk', heard([...talk, [1, 6_500, 'interrupting']]));
  await remember(true);
  hearing.voice = () => voiceOf(2);
  const client = connect();
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  expect(embedded).toEqual([[{ startMs: 0, endMs: 2_000 }]]);
  expect((await client.call('people.list', {})).people).toMatchObject([{ voiceSeconds: 2 }]);
  // Where it cannot be had the name stays.
  hearing.voice = () => {
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
  await remember(true);
  await put('h-talk', withVoice([...talk, [0, 20_000, 'a good deal more']], voiceOf(0), voiceOf(1)));
  const client = connect();
  await client.call('recordings.nameSpeaker', { documentId: 'work', speaker: 0, name: 'Anna' });
  hearing.voice = () => voiceOf(3);
  const { segments } = await client.call('recordings.segments', { documentId: 'work', speakers: [0] });
  const assign = (index: number) =>
    client.call('recordings.assignSegments', {
      ...{ documentId: 'work', segmentIds: [segments[index]?.id ?? ''], speaker: 5 },
    });
  await assign(2);
  expect(embedded).toEqual([
    [
      { startMs: 0, endMs: 2_000 },
      { startMs: 6_000, endMs: 8_000 },
    ],
  ]);
  const id = storage.read.readTranscriptByHash('h-talk')?.id ?? 0;
  const voices = () =>
    storage.read.readVoices(id).map(({ number, embedding }) => [number, embedding.indexOf(1)]);
  expect(voices()).toEqual([
    [1, 1],
    [0, 3],
  ]);
});

test('keeps voices where the setting of the app says so, under the name that it has', async () => {
  const settings = createSettings(storage);
  await settings.change({ remembersVoices: true });
  expect(deps().remembersVoices()).toBe(true);
  await put('h-talk', withVoice(talk, voiceOf(0), voiceOf(1)));
  expect(storage.read.readVoices(storage.read.readTranscriptByHash('h-talk')?.id ?? 0)).toHaveLength(2);
});

test('tells a speaker that is several apart by voice', async () => {
  await put(
    'h-talk',
    heard([
      [0, 0, 'a b'],
      [0, 3_000, 'c d'],
      [0, 6_000, 'e f'],
      [0, 9_000, 'g h'],
    ]),
  );
  const client = connect();
  const split = () => client.call('recordings.splitSpeaker', { documentId: 'work', speaker: 0 });
  await expect(split()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Only one voice'),
  });
  hearing.groups = () => [4, 2, 2, 9];
  expect((await split()).speakers.map(({ number, segments }) => [number, segments])).toEqual([
    [1, 1],
    [0, 2],
    [2, 1],
  ]);
  hearing.groups = () => {
    throw new AppError('unavailable', 'There is no model to tell voices apart.');
  };
  await expect(split()).rejects.toMatchObject({ code: 'unavailable' });
});

test('writes a recording out under the name of its file', async () => {
  await put('h-talk', heard(talk));
  const client = connect();
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
