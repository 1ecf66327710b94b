import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { openStorage, type Storage } from '../openStorage.ts';
import { type Line, makeTranscript } from './testing/makeTranscript.ts';
import { makeRandom } from './testing/random.ts';
import type { NewTranscript } from './transcript.ts';

const folder = makeTemporaryFolder();
let storage: Storage;
beforeEach(async () => {
  storage = await openStorage(join(folder.path, 'home'), sourceWorkers);
});
afterEach(async () => {
  await storage.close();
  folder.remove();
});

const put = (transcript: NewTranscript, lease: { jobId: number; token: number } | null = null) =>
  storage.write.putTranscript({ lease, contentHash: 'h', transcript, now: 1 });
const transcriptId = () => storage.read.readTranscriptByHash('h')?.id ?? 0;
const segments = () => storage.read.readSegments(transcriptId());
const edit = (segmentId: number, text: string) =>
  storage.write.editSegment({ transcriptId: transcriptId(), segmentId, text, now: 2 });

const meeting: Line[] = [
  [0, 1_000, 'good morning everybody'],
  [1, 3_000, 'the lease ends in march'],
  [0, 6_000, 'we talk about it on friday'],
];

it('keeps the later of two edits of one segment, and counts both', async () => {
  await put(makeTranscript(meeting));
  const id = segments()[1]?.id ?? 0;
  await Promise.all([edit(id, 'the lease ends in April'), edit(id, 'the lease ends in May')]);
  expect(segments()[1]).toMatchObject({ text: 'the lease ends in May', isEdited: true });
  expect(storage.read.readTranscriptByHash('h')).toMatchObject({ revision: 3, edited: 1 });
});

it('loses no edit that is on its way while another transcription ends, whichever comes first', async () => {
  await put(makeTranscript(meeting));
  const [first, second, third] = segments().map(({ id }) => id);
  const again = makeTranscript(
    [
      [0, 1_100, 'good morning everybody the lease', 3_700],
      [1, 3_800, 'ends in june', 5_000],
      [0, 6_100, 'we talk about it on friday'],
    ],
    { model: 'large' },
  );
  const edits = await Promise.all([
    edit(first ?? 0, 'Good morning, everybody.'),
    put(again),
    edit(second ?? 0, 'The lease ends in May.'),
    put(again),
    edit(third ?? 0, 'We talk about it on Friday.'),
  ]);
  expect(segments().map(({ text, isEdited }) => [text, isEdited])).toEqual([
    ['Good morning, everybody.', true],
    ['The lease ends in May.', true],
    ['We talk about it on Friday.', true],
  ]);
  expect(edits[2]).toMatchObject({ segment: { text: 'The lease ends in May.' } });
  // The same segments, seen before both: their edits go where they have gone.
  await edit(first ?? 0, 'Good morning to everybody.');
  expect(segments()).toHaveLength(3);
  expect(segments()[0]).toMatchObject({ text: 'Good morning to everybody.', isEdited: true });
  await put(again);
  await put(again);
  // What is several transcriptions old has no place any more, and says so.
  await expect(edit(first ?? 0, 'late')).rejects.toMatchObject({ code: 'not_found' });
});

it('takes nothing from a worker that has lost its job', async () => {
  await storage.write.enqueueJobs({
    jobs: [{ kind: 'test', key: 'k', subject: 'k', payload: {}, priority: 0 }],
    now: 1,
  });
  const [job] = await storage.write.claimJobs({ kind: 'test', now: 1, leaseUntil: 100, limit: 1 });
  const lease = { jobId: job?.id ?? 0, token: job?.leaseToken ?? 0 };
  expect(await put(makeTranscript(meeting), lease)).toMatchObject({ revision: 1 });
  await storage.write.cancelJob({ jobId: lease.jobId, now: 2 });
  const late = makeTranscript([[0, 0, 'late']]);
  await expect(put(late, lease)).rejects.toMatchObject({ code: 'lease_lost' });
  expect(segments()).toHaveLength(3);
});

/** Four hours: 3,000 segments, 40,000 words of four people. */
function fourHours(seed: number, model: string): NewTranscript {
  const random = makeRandom(seed);
  const words = 'lease rent march garden so we the a of and then kitchen agreed question answer'.split(' ');
  const spoken = makeRandom(99);
  const lines = Array.from({ length: 3_000 }, (_, index): Line => {
    const count = 10 + spoken(8);
    const text = Array.from({ length: count }, () => words[spoken(words.length)] ?? '');
    const heard = text.map((word) => (random(10) === 0 ? `${word}s` : word));
    const startMs = index * 4_800 + random(300);
    return [index % 4, startMs, heard.join(' '), startMs + 4_300];
  });
  return makeTranscript(lines, { model });
}

it('merges a transcription of four hours that was much worked on, and gives it in pages', {
  timeout: 180_000,
}, async () => {
  await put(fourHours(1, 'tiny'));
  expect(storage.read.countSegments(transcriptId())).toBe(3_000);
  const all = segments();
  expect(all.reduce((sum, { words }) => sum + words.length, 0)).toBeGreaterThan(39_000);
  const edits = all.filter((_, index) => index % 10 === 3);
  await Promise.all(edits.map(({ id, text }, index) => edit(id, `Edit ${index}: ${text}`)));
  const assigned = all.filter((_, index) => index % 50 === 7).map(({ id }) => id);
  await storage.write.assignSegments({
    ...{ transcriptId: transcriptId(), segmentIds: assigned, speaker: 9, now: 3 },
  });
  await put(fourHours(2, 'large'));
  const merged = segments();
  const kept = merged.filter(({ isEdited }) => isEdited).map(({ text }) => text);
  expect(kept.sort()).toEqual(edits.map(({ text }, index) => `Edit ${index}: ${text}`).sort());
  expect(merged.filter(({ speaker }) => speaker === 9)).toHaveLength(assigned.length);
  expect(storage.read.readTranscriptByHash('h')).toMatchObject({ edited: 300, segments: merged.length });
  // Most were heard otherwise somewhere.
  expect(storage.read.readTranscriptByHash('h')?.conflicts).toBeGreaterThan(200);
  const pages: number[] = [];
  for (let offset = 0; offset < merged.length; offset += 500)
    for (const { id } of storage.read.readSegments(transcriptId(), { offset, limit: 500 })) pages.push(id);
  expect(pages).toEqual(merged.map(({ id }) => id));
});
