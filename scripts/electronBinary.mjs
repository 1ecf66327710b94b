import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, root } from './runtime.mjs';

/** Its own installer fetches some 120 MB; a machine without a wide network is not made to wait for that. */
const installMs = 240_000;
const connectMs = 4_000;
const source = 'https://github.com/electron/electron/releases';

/** @returns the path of Electron's program, or null where it was never fetched */
export function findElectron() {
  const folder = join(root, 'node_modules', 'electron');
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim();
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
    const file = join(dist, name);
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * Fetches it as the package itself would, once and quietly.
 *
 * @returns null when it is there then; else why not, in a few words
 */
export async function fetchElectron() {
  const installer = join(root, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return 'the package electron is not installed';
  // Through a mirror or a proxy the installer knows its own way.
  const hasOwnWay = process.env.ELECTRON_MIRROR || process.env.HTTPS_PROXY || process.env.https_proxy;
  if (!hasOwnWay && !(await answers(source))) return 'GitHub, where it is kept, does not answer';
  process.stderr.write('Fetching Electron (once, about 120 MB)…\n');
  const { status, error } = spawnSync(findNode(), [installer], {
    stdio: 'ignore',
    timeout: installMs,
  });
  if (error?.code === 'ETIMEDOUT') return 'it took too long to fetch';
  return status === 0 && findElectron() ? null : 'it could not be fetched';
}

async function answers(address) {
  try {
    const { status } = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(connectMs) });
    return status < 500;
  } catch {
    return false;
  }
}
