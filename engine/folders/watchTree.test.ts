import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { type TreeWatch, watchTree } from './watchTree.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
let tree: TreeWatch | undefined;
let changes = 0;
let lost: Error[] = [];

beforeEach(() => {
  folder = makeTemporaryFolder();
  changes = 0;
  lost = [];
});
afterEach(() => {
  tree?.close();
  folder.remove();
});

const start = async () => {
  tree = watchTree(
    folder.path,
    { ignore: [], kinds: null },
    { onChange: () => void changes++, onLost: (error) => void lost.push(error) },
  );
  await sleep(200);
};

/** What was changed before has been told by then; a change that is told late on a busy machine is still told. */
async function hears(change: () => void, withinMs = 10_000): Promise<boolean> {
  await sleep(100);
  const before = changes;
  change();
  for (let waited = 0; waited < withinMs && changes === before; waited += 10) await sleep(10);
  return changes > before;
}

it('hears of files at any depth, in folders that were there, that came, and that were moved', async () => {
  const at = (...names: string[]) => join(folder.path, ...names);
  mkdirSync(at('a', 'b'), { recursive: true });
  mkdirSync(at('z-closed'), { mode: 0o000 });
  await start();
  expect(await hears(() => writeFileSync(at('a', 'b', 'old.txt'), 'x'))).toBe(true);
  expect(await hears(() => mkdirSync(at('c', 'd', 'e'), { recursive: true }))).toBe(true);
  expect(await hears(() => writeFileSync(at('c', 'd', 'e', 'new.txt'), 'x'))).toBe(true);
  expect(await hears(() => renameSync(at('c'), at('f')))).toBe(true);
  expect(await hears(() => writeFileSync(at('f', 'd', 'e', 'newer.txt'), 'x'))).toBe(true);
  tree?.close();
  expect(await hears(() => writeFileSync(at('a', 'late.txt'), 'x'), 300)).toBe(false);
  expect(lost).toEqual([]);
});

it('does not hold the event loop while it finds its way through a large tree', async () => {
  for (let index = 0; index < 200; index++) {
    mkdirSync(join(folder.path, `folder-${index}`));
    for (let name = 0; name < 30; name++)
      writeFileSync(join(folder.path, `folder-${index}`, `${name}.txt`), 'x');
  }
  const walk = spentIn(() => readdirSync(folder.path, { recursive: true }));
  const call = spentIn(() => {
    tree = watchTree(
      folder.path,
      { ignore: [], kinds: null },
      { onChange: () => void changes++, onLost: (error) => void lost.push(error) },
    );
  });
  expect(call).toBeLessThan(walk);
  let tries = 0;
  const isHeard = () =>
    hears(() => writeFileSync(join(folder.path, 'folder-150', `new-${tries++}.txt`), 'x'), 100);
  await expect.poll(isHeard, { timeout: 20_000 }).toBe(true);
});

/** @returns the processor's µs that it took, whatever else the machine does */
function spentIn(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
