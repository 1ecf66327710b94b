import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { makeTemporaryFolder } from '#testing';
import { holdsVoices } from './findVoices.ts';
import { createScratch, isFresh, type ScratchOwner } from './scratch.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
const key = 'a'.repeat(64);
const ofFile: ScratchOwner = { for: 'file', path: '/talks/one.wav' };
const number = z.object({ number: z.number() });

function open() {
  const folder = join(root.path, String(++count));
  return { folder, scratch: createScratch(folder) };
}

it('keeps what a step saved for the next try, and nothing of another version or cut in half', async () => {
  const { folder, scratch } = open();
  const failing = scratch.use(key, ofFile, async (place) => {
    await place.save('voice.json', { number: 1 });
    await place.emptyFolder('sound');
    throw new Error('killed');
  });
  await expect(failing).rejects.toThrow('killed');
  writeFileSync(join(folder, key, 'half.json'), '{"number":');
  writeFileSync(join(folder, key, 'other.json'), '{"text":"x"}');
  await scratch.use(key, ofFile, async (place) => {
    expect(await place.load('voice.json', number)).toEqual({ number: 1 });
    for (const name of ['half.json', 'other.json', 'none.json'])
      expect(await place.load(name, number)).toBeNull();
    writeFileSync(join(place.path, 'sound', 'left'), 'over');
    expect(readdirSync(await place.emptyFolder('sound'))).toEqual([]);
    await place.discard();
  });
  expect(existsSync(join(folder, key))).toBe(false);
});

it('sweeps what nobody needs: not what is in use, what a job waits for, or what somebody may ask for again', async () => {
  const { folder, scratch } = open();
  const keys = ['b', 'c', 'd', 'e'].map((letter) => letter.repeat(64));
  const [waiting = '', done = '', called = '', inUse = ''] = keys;
  await scratch.use(waiting, ofFile, async () => undefined);
  await scratch.use(done, { for: 'again', contentHash: 'x' }, async () => undefined);
  await scratch.use(called, { for: 'call', until: 1_000 }, async () => undefined);
  // Of a process that was killed before it wrote whose it is.
  mkdirSync(join(folder, 'f'.repeat(64)));
  writeFileSync(join(folder, 'not ours.txt'), 'x');
  await scratch.use(inUse, { for: 'again', contentHash: 'y' }, () =>
    scratch.sweep((owner) => owner.for === 'file' || (owner.for === 'call' && isFresh(owner, 500))),
  );
  expect(readdirSync(folder).sort()).toEqual([waiting, called, inUse, 'not ours.txt'].sort());
  await scratch.sweep((owner) => owner.for === 'call' && isFresh(owner, 1_500));
  expect(readdirSync(folder)).toEqual(['not ours.txt']);
});

it('erases files of a name wherever they lie, also in what is in use', async () => {
  const { folder, scratch } = open();
  await scratch.erase(() => true);
  await scratch.use(key, ofFile, async (place) => {
    await place.emptyFolder('sound-0');
    await place.save('sound-0/speakers-any-none-kept.json', { number: 1 });
    await place.save('sound-0/speakers-2-none-left.json', { number: 2 });
    await place.save('voice-0.json', { number: 3 });
    writeFileSync(join(place.path, 'sound-0', 'speakers-any-models-kept.json.1234.part'), '{"num');
    await scratch.erase(holdsVoices);
    expect(readdirSync(join(place.path, 'sound-0'))).toEqual(['speakers-2-none-left.json']);
    expect(await place.load('voice-0.json', number)).toEqual({ number: 3 });
  });
  expect(existsSync(join(folder, key, 'owners.json'))).toBe(true);
});

it('is for all who asked for it', async () => {
  const { folder, scratch } = open();
  await scratch.use(key, ofFile, async () => undefined);
  await scratch.use(key, { for: 'file', path: '/talks/two.wav' }, async () => undefined);
  await scratch.use(key, ofFile, async () => undefined);
  expect(JSON.parse(readFileSync(join(folder, key, 'owners.json'), 'utf8'))).toHaveLength(2);
  await scratch.sweep((owner) => owner.for === 'file' && owner.path === '/talks/two.wav');
  expect(existsSync(join(folder, key))).toBe(true);
  await expect(scratch.use('../x', ofFile, async () => undefined)).rejects.toMatchObject({
    code: 'internal',
  });
});
