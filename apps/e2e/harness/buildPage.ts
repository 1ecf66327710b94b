import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './adiuva.ts';

/** Builds the page unless what is built is newer than all it is made of. */
export function buildPage(): void {
  const built =
    statSync(join(root, 'out', 'renderer', 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = Math.max(...['renderer', 'contracts', 'wire'].map((room) => newestFile(join(root, room))));
  if (built > newest) return;
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'vite', 'build', 'renderer'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The page does not build: ${stderr}`);
}

function newestFile(folder: string): number {
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}
