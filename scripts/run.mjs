// Runs a program of node_modules, or a file, under the project's own Node: node scripts/run.mjs vitest run engine/chunking
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, nodeFlags, root } from './runtime.mjs';

/** @returns the exit code */
export function run(name, args, options = {}) {
  const result = spawnSync(findNode(), [...nodeFlags, ...(options.nodeArgs ?? []), resolve(name), ...args], {
    cwd: options.cwd ?? root,
    stdio: options.stdio ?? 'inherit',
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...options.env },
  });
  return result.status ?? 1;
}

function resolve(name) {
  if (existsSync(name)) return name;
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : (bin[name.split('/').pop()] ?? Object.values(bin)[0]));
}

if (process.argv[1]?.endsWith('run.mjs')) {
  const [name, ...args] = process.argv.slice(2);
  process.exit(run(name, args));
}
