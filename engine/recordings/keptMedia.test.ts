import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { createKeptMedia } from './keptMedia.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];

function open(maxBytes = 1_000) {
  const folder = join(root.path, String(++count));
  return { folder, kept: createKeptMedia(folder, maxBytes, Date.now) };
}

it('makes a file once, whoever asks at once, and finds it afterwards', async () => {
  const { kept } = open();
  let made = 0;
  const make = async (draft: string) => {
    made++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(draft, 'sound');
  };
  const paths = await Promise.all([1, 2, 3].map(() => kept.keep(one, 'sound.wav', make)));
  expect(new Set(paths).size).toBe(1);
  expect(readFileSync(paths[0] ?? '', 'utf8')).toBe('sound');
  expect(await kept.keep(one, 'sound.wav', make)).toBe(paths[0]);
  expect(made).toBe(1);
  expect(await kept.find(one, 'sound.wav')).toBe(paths[0]);
  expect(await kept.find(two, 'sound.wav')).toBeNull();
  expect(await kept.find('../..', 'sound.wav')).toBeNull();
});

it('keeps nothing of what failed, and says why', async () => {
  const { folder, kept } = open();
  const failing = kept.keep(one, 'sound.wav', async (draft) => {
    writeFileSync(draft, 'half');
    throw new Error('the decoder ended');
  });
  await expect(failing).rejects.toThrow('the decoder ended');
  expect(readdirSync(join(folder, one))).toEqual([]);
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  await expect(kept.keep(one, 'sound.wav', () => Promise.reject(full))).rejects.toMatchObject({
    code: 'storage_full',
  });
});

it('sweeps what is of no document, drafts of killed processes, and the longest unused over the limit', async () => {
  const { folder, kept } = open(10);
  const write = (hash: string, name: string, usedAt: number, bytes = 6) => {
    const path = join(folder, hash, name);
    mkdirSync(join(folder, hash), { recursive: true });
    writeFileSync(path, 'x'.repeat(bytes));
    utimesSync(path, new Date(usedAt), new Date(usedAt));
    return path;
  };
  const now = Date.now();
  const gone = write(two, 'sound.wav', now);
  const old = write(one, 'old.wav', now - 5_000);
  const recent = write(one, 'recent.wav', now - 1_000);
  const draft = write(one, 'x.wav.1.part', now - 24 * 60 * 60 * 1000);
  const working = write(one, 'y.wav.2.part', now);
  await kept.sweep((hashes) => hashes.filter((hash) => hash === one));
  const isThere = [gone, old, recent, draft, working].map((path) => existsSync(path));
  expect(isThere).toEqual([false, false, true, false, true]);
});
