import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { comparePaths } from './comparePaths.ts';
import { createFileRules } from './fileRules.ts';
import { type WalkRequest, walkFolder } from './walkFolder.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());

function write(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'x');
}

async function walk(folder: string, request: Partial<WalkRequest> = {}) {
  const report = { unknown: [], mounts: [] };
  const paths: string[] = [];
  const whole = {
    root: folder,
    rules: createFileRules({ ignore: [], kinds: null }),
    leaves: () => false,
    mounts: [],
    signal: new AbortController().signal,
    ...request,
  };
  for await (const files of walkFolder(whole, report)) paths.push(...files.map(({ path }) => path));
  return { paths, report };
}

it('yields paths in the order of their bytes, whatever folders they are in', async () => {
  const folder = join(root.path, 'order');
  const names = ['a', 'a.txt', 'a-b', 'a0', 'A', 'é', 'z', '\u{1f600}', '\uffee', 'a b', '中', '}'];
  for (const [index, name] of names.entries()) {
    if (index % 2 === 0) for (const inner of names) write(join(folder, name, `${inner}.md`));
    else write(join(folder, name));
  }
  const { paths } = await walk(folder);
  expect(paths.length).toBe(6 * names.length + 6);
  expect(paths).toEqual([...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  expect(paths).toEqual([...paths].reverse().sort(comparePaths));
});

it('says nothing of what lies below the empty place of a disk that was mounted there', async () => {
  const folder = join(root.path, 'mounts');
  write(join(folder, 'here.txt'));
  mkdirSync(join(folder, 'disk'));
  const mounts = [
    { path: join(folder, 'disk'), identity: '2@1' },
    // Its place went with it.
    { path: join(folder, 'stick'), identity: '2@2' },
  ];
  const { paths, report } = await walk(folder, { mounts });
  expect(paths).toEqual([join(folder, 'here.txt')]);
  expect(report).toEqual({ unknown: mounts.map(({ path }) => path), mounts });
});

it('does not hold the event loop over a flat folder of 20,000', async () => {
  const folder = join(root.path, 'flat');
  mkdirSync(folder);
  for (let index = 0; index < 20_000; index++)
    writeFileSync(join(folder, `note ${(index * 7919) % 20011}.txt`), '');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const { paths } = await walk(folder);
  delay.disable();
  expect(paths).toHaveLength(20_000);
  // Twice what is allowed: the machine may be busy with other tests.
  expect(delay.max / 1e6).toBeLessThan(100);
});
