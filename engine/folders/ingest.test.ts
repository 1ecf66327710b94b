import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { AppError, localUser } from '#base';
import { createJobRunner } from '#jobs';
import { indexFileKind } from '#pipelines';
import { openStorage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { ingest } from './ingest.ts';

const folder = makeTemporaryFolder();
const clock = { now: Date.now };
afterAll(() => folder.remove());

it('ends with the reason when the disk is full, instead of waiting for room', async () => {
  const storage = await openStorage(join(folder.path, 'home'), sourceWorkers);
  // What a full disk refuses, whenever it is asked.
  const write = new Proxy(storage.write, {
    get: (target, name: keyof typeof storage.write) =>
      name === 'claimJobs'
        ? () => Promise.reject(new AppError('storage_full', 'The disk is full.'))
        : target[name],
  });
  const handler = {
    kind: indexFileKind,
    concurrency: 1,
    run: async () => null,
    judge: () => 'retry' as const,
  };
  const runner = await createJobRunner({
    read: storage.read,
    write,
    handlers: [handler],
    clock,
    log: silentLog,
  });
  const path = join(folder.path, 'there.txt');
  writeFileSync(path, 'Here I am.');
  const request = {
    paths: [path],
    kb: 'default',
    preset: null,
    principal: localUser,
    signal: new AbortController().signal,
    emit: () => undefined,
  };
  try {
    await expect(
      ingest({ home: folder.path, storage, runner, clock, canHear: async () => false }, request),
    ).rejects.toMatchObject({
      code: 'storage_full',
    });
    expect(storage.read.countJobs()).toMatchObject({ queued: 0, running: 0 });
  } finally {
    await runner.close();
    await storage.close();
  }
});
