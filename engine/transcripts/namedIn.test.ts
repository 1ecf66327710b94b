import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError, localUser, type Principal, textHash } from '#base';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { createPeople } from './createPeople.ts';

const folder = makeTemporaryFolder();
let storage: Storage;
let lease: { jobId: number; token: number };
let modelKey: number;

beforeEach(async () => {
  storage = await openStorage(join(folder.path, 'home'), sourceWorkers);
  const job = { kind: 'test', key: 'k', subject: 'k', payload: {}, priority: 0 };
  await storage.write.enqueueJobs({ jobs: [job], now: 1 });
  const [claimed] = await storage.write.claimJobs({ kind: 'test', now: 1, leaseUntil: 100, limit: 1 });
  if (!claimed) throw new AppError('internal', 'nothing to claim');
  lease = { jobId: claimed.id, token: claimed.leaseToken };
  modelKey = await storage.write.ensureVectorTables({ modelName: 'm', dimensions: 128, now: 1 });
});
afterEach(async () => {
  await storage.close();
  folder.remove();
});

async function index(path: string, text: string, { kb = 'office', contentHash = path } = {}): Promise<void> {
  const span = { start: 0, end: text.length };
  const locator = { kind: 'text' as const, part: 0, ...span, headingPath: [] };
  const hash = textHash(text);
  await storage.write.putVectors({
    modelKey,
    rows: [{ textHash: hash, vector: new Float32Array(128).fill(0.1) }],
  });
  await storage.write.stageParts({ lease, batch: 0, parts: [{ kind: 'text', text, blocks: [], locator }] });
  await storage.write.commitDocument({
    lease,
    identity: {
      ...{
        kbId: await storage.write.ensureKnowledgeBase({ name: kb }),
        path,
        preset: 'default',
        contentHash,
      },
      ...{ stamp: { size: 1, mtimeMs: 1, ctimeMs: 1, inode: '1' }, pipelineVersion: 1 },
    },
    ...{ mediaType: 'text/plain', metadata: {}, warnings: [], members: [], partCount: 1, modelKey, now: 1 },
    chunks: [{ part: 0, ...span, tokenCount: 1, textHash: hash, locator: JSON.stringify(locator) }],
  });
}

/** Somebody who speaks in a recording, under a name. */
async function speak(name: string, contentHash: string): Promise<string> {
  const media = {
    mediaType: 'audio/wav',
    container: 'wav',
    tracks: [],
    chapters: [],
    hasCover: false,
    properties: {},
  };
  const segment = { startMs: 0, endMs: 1, lane: 0, speaker: 0, text: 'hello', words: [], confidence: null };
  const { transcriptId } = await storage.write.putTranscript({
    ...{ lease: null, contentHash, now: 1 },
    transcript: {
      ...{
        model: 'tiny',
        language: 'en',
        durationMs: 1,
        media,
        diarization: 'spectral',
        warnings: [],
        waveform: [],
      },
      ...{ speakers: [], segments: [segment] },
    },
  });
  const given = { name, folded: name.toLowerCase() };
  const named = { transcriptId, speaker: 0, name: given, isPerson: true, visible: null, now: 1 };
  return (await storage.write.nameSpeaker(named)).personId ?? '';
}

const people = () =>
  createPeople({
    storage,
    clock: { now: () => 1 },
    reindex: async () => undefined,
    forgetInHand: async () => undefined,
  });
async function namedIn(id: string, caller: Principal = localUser): Promise<string[]> {
  const person = people().find(id, caller);
  if (!person) throw new AppError('not_found', 'nobody');
  const found = await people().namedIn(person, caller, new AbortController().signal);
  return found.map(({ path }) => path);
}

it('finds the documents in which a name, or another spelling, stands word for word', async () => {
  await index('/exact.txt', 'Signed by Anna  Nowak, today.');
  await index('/case.txt', 'ANNA NOWAK signed.');
  await index('/accent.txt', 'Zażółć: Ánna Nowák.');
  await index('/other order.txt', 'Nowak, Anna');
  await index('/only part.txt', 'Anna met Mr Nowak. Hanna Nowakowska came too; so did Joanna Nowak.');
  await index('/alias.txt', 'Mrs. Kowalska-Nowak was there.');
  await index('/talk.wav', 'Anna Nowak: hello', { contentHash: 'talk' });
  const id = await speak('Anna Nowak', 'talk');
  expect(await namedIn(id)).toEqual(['/accent.txt', '/case.txt', '/exact.txt']);
  await people().setAliases(id, ['Kowalska-Nowak']);
  expect(await namedIn(id)).toEqual(['/accent.txt', '/alias.txt', '/case.txt', '/exact.txt']);
});

it('finds names in scripts without spaces', async () => {
  await index('/cn.txt', '昨天王小明说了话。');
  await index('/ko.txt', '김민수가 말했다.');
  await index('/no.txt', '王小红');
  expect(await namedIn(await speak('王小明', 'h1'), localUser)).toEqual(['/cn.txt']);
  expect(await namedIn(await speak('김민수', 'h2'), localUser)).toEqual(['/ko.txt']);
});

it('shows a caller what it may read alone', async () => {
  await index('/office.txt', 'Anna Nowak at work');
  await index('/home.txt', 'Anna Nowak at home', { kb: 'private' });
  await index('/talk.wav', 'hello', { contentHash: 'talk' });
  const id = await speak('Anna Nowak', 'talk');
  const grants = { knowledgeBases: ['Office'], canWrite: false };
  expect(await namedIn(id, { id: 'guest', kind: 'mcp', grants })).toEqual(['/office.txt']);
  expect(await namedIn(id)).toEqual(['/home.txt', '/office.txt']);
});
