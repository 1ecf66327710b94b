import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runtime.mjs';

const stampFile = join(root, 'node_modules', '.adiuva-setup');

/** Installs what the lockfile names, once per lockfile. Nothing to set, nothing to answer. */
export function setUp() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`Adiuva needs Node 20 or later; this is ${process.version}.`);
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write('Installing dependencies (once, about a minute)…\n');
  // npm tells where its own file is; without it, npm is called by name.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.status !== 0) fail('The dependencies could not be installed; npm says why above.');
  writeFileSync(stampFile, stamp);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
