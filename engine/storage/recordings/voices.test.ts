import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { givenName } from '#base';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { openStorage, type Storage } from '../openStorage.ts';
import { addDocument } from './testing/addDocument.ts';
import { type Line, makeTranscript } from './testing/makeTranscript.ts';
import { makeRandom } from './testing/random.ts';
import { remembersVoicesSetting } from './voices.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
let home: string;
let storage: Storage;
beforeEach(async () => {
  folder = makeTemporaryFolder();
  home = join(folder.path, 'home');
  storage = await openStorage(home, sourceWorkers);
});
afterEach(async () => {
  await storage.close().catch(() => undefined);
  folder.remove();
});

/** A voice whose bytes stand nowhere else. */
function randomVoice(random: (below: number) => number): Float32Array {
  return Float32Array.from({ length: 192 }, () => random(0x7fffffff) / 0x7fffffff - 0.5);
}

/** How many of the voices have any 16 bytes in a file of the library. */
function voicesInFiles(voices: readonly Float32Array[]): number {
  const files = readdirSync(home).map((file) => readFileSync(join(home, file)));
  const isThere = (voice: Float32Array) => {
    const bytes = Buffer.from(voice.buffer, voice.byteOffset, voice.byteLength);
    for (let at = 0; at + 16 <= bytes.length; at += 16)
      if (files.some((file) => file.includes(bytes.subarray(at, at + 16)))) return true;
    return false;
  };
  return voices.filter(isThere).length;
}

const lines: Line[] = [
  [0, 0, 'one two three four'],
  [1, 4_000, 'five six seven eight'],
  [2, 8_000, 'nine ten eleven'],
];

async function putVoices(contentHash: string, voices: readonly Float32Array[]): Promise<number> {
  const speakers = voices.map((embedding, number) => ({
    ...{ number, embedding, embeddingModel: 'spectral-1', speechMs: 1_000 },
  }));
  const transcript = makeTranscript(lines, { speakers });
  return (await storage.write.putTranscript({ lease: null, contentHash, transcript, now: 1 })).transcriptId;
}

const name = (transcriptId: number, speaker: number, given: string) =>
  storage.write.nameSpeaker({
    ...{ transcriptId, speaker, isPerson: true, visible: null, now: 2 },
    name: givenName(given, 'A speaker', 200),
  });

it('writes no byte of a voice while voices are not remembered', async () => {
  const voice = randomVoice(makeRandom(1));
  const id = await putVoices('h', [voice]);
  await name(id, 0, 'Anna');
  const kept = { transcriptId: id, number: 0, voice: { model: 'spectral-1', embedding: voice, speechMs: 5 } };
  expect(await storage.write.keepVoice(kept)).toBe(false);
  await storage.close();
  expect(voicesInFiles([voice])).toBe(0);
});

it('leaves no byte of any voice in any file when all are forgotten, after much coming and going', {
  timeout: 120_000,
}, async () => {
  await storage.write.writeSetting({ key: remembersVoicesSetting, value: true });
  const random = makeRandom(2);
  const voices: Float32Array[] = [];
  const make = () => {
    const voice = randomVoice(random);
    voices.push(voice);
    return voice;
  };
  const setUp = openDatabase(join(home, 'library.db'));
  for (let index = 0; index < 40; index++) {
    addDocument(setUp, { path: `/r/${index}.wav`, contentHash: `h${index}` });
    const id = await putVoices(`h${index}`, [make(), make(), make()]);
    // Transcribed again, named, split and merged: rows come, change and go between others.
    if (random(3) === 0) await putVoices(`h${index}`, [make(), make(), make()]);
    if (random(2) === 0) await name(id, 1, `Person ${random(9)}`);
    if (random(3) === 0) await storage.write.mergeSpeakers({ transcriptId: id, from: 0, into: 2, now: 3 });
    if (random(4) === 0)
      await storage.write.removeDocuments({
        documents: [{ id: `doc:default:/r/${random(index + 1)}.wav`, path: `/r/${random(index + 1)}.wav` }],
      });
  }
  setUp.close();
  expect(voicesInFiles(voices)).toBeGreaterThan(60);
  const { voices: forgotten } = await storage.write.forgetVoices({});
  expect(forgotten).toBeGreaterThan(60);
  // With the library still open, and after it was closed.
  expect(voicesInFiles(voices)).toBe(0);
  expect(await storage.write.forgetVoices({})).toEqual({ voices: 0 });
  await storage.close();
  expect(voicesInFiles(voices)).toBe(0);
});

it('removes the voice of one person and leaves the others whole', async () => {
  await storage.write.writeSetting({ key: remembersVoicesSetting, value: true });
  const random = makeRandom(3);
  const [anna, others]: [Float32Array[], Float32Array[]] = [[], []];
  let personId = '';
  for (let index = 0; index < 30; index++) {
    const [own, one, two] = [randomVoice(random), randomVoice(random), randomVoice(random)];
    anna.push(own);
    others.push(one, two);
    const id = await putVoices(`h${index}`, [one, own, two]);
    personId = (await name(id, 1, 'Anna')).personId ?? '';
  }
  await storage.write.removePerson({ id: personId, forgetName: false, now: 5 });
  expect(voicesInFiles(anna)).toBe(0);
  expect(voicesInFiles(others)).toBe(others.length);
  expect(storage.read.listPeople({ knowledgeBases: null })).toEqual([]);
  expect(storage.read.readTranscriptByHash('h3')?.speakers[1]).toMatchObject({
    name: 'Anna',
    personId: null,
  });
  const kept = storage.read.readVoices(storage.read.readTranscriptByHash('h3')?.id ?? 0);
  expect(kept.map(({ number, embedding }) => [number, embedding])).toEqual([
    [0, others[6]],
    [2, others[7]],
  ]);
});

it('overwrites the voices of a recording that goes with its document, also after the library was opened anew', async () => {
  await storage.write.writeSetting({ key: remembersVoicesSetting, value: true });
  const random = makeRandom(4);
  const [gone, stays] = [randomVoice(random), randomVoice(random)];
  await putVoices('gone', [gone]);
  await putVoices('stays', [stays]);
  await storage.close();
  const setUp = openDatabase(join(home, 'library.db'));
  addDocument(setUp, { path: '/gone.wav', contentHash: 'gone' });
  setUp.close();
  storage = await openStorage(home, sourceWorkers);
  await storage.write.removeDocuments({ documents: [{ id: 'doc:default:/gone.wav', path: '/gone.wav' }] });
  expect(storage.read.readTranscriptByHash('gone')).toBe(null);
  await storage.close();
  expect([voicesInFiles([gone]), voicesInFiles([stays])]).toEqual([0, 1]);
});

it('says so when another program keeps the log, and finishes when it lets go', async () => {
  await storage.close();
  const { createPortPair } = await import('@adiuva/wire');
  const { connectWriter } = await import('../writer/connectWriter.ts');
  const { serveWriter } = await import('../writer/serveWriter.ts');
  const path = join(home, 'library.db');
  const [near, far] = createPortPair();
  // A writer that does not wait ten seconds for a lock.
  serveWriter(far, path, 50);
  const connection = connectWriter({
    port: near,
    pid: undefined,
    onExit: (listener) => near.onClose(() => listener({ code: 0, signal: null })),
    kill: () => near.close(),
  });
  await connection.ready;
  const { writer } = connection;
  await writer.writeSetting({ key: remembersVoicesSetting, value: true });
  const voice = randomVoice(makeRandom(5));
  const speakers = [{ number: 0, embedding: voice, embeddingModel: 'm', speechMs: 1 }];
  const transcript = makeTranscript(lines, { speakers });
  await writer.putTranscript({ lease: null, contentHash: 'h', transcript, now: 1 });

  const outside = openDatabase(path, { readonly: true });
  outside.exec('BEGIN');
  outside.prepare('SELECT count(*) FROM settings').get();
  const [forget, other] = await Promise.allSettled([
    writer.forgetVoices({}),
    writer.writeSetting({ key: 'k', value: 1 }),
  ]);
  expect(forget).toMatchObject({ status: 'rejected', reason: { code: 'storage_locked' } });
  expect(other.status).toBe('fulfilled');
  await expect(writer.forgetVoices({})).rejects.toMatchObject({ code: 'storage_locked' });
  outside.close();
  expect(await writer.forgetVoices({})).toEqual({ voices: 0 });
  expect(voicesInFiles([voice])).toBe(0);
  await connection.close();
});
