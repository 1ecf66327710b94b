import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  runAdiuva,
  type ServedHost,
  serveAdiuva,
  startAdiuva,
  temporaryFolder,
  writeDocuments,
  writeManyFiles,
} from './harness/index.ts';

// Hundreds of files are read here, and the machine may have other things to do.
vi.setConfig({ testTimeout: 180_000 });

const folder = temporaryFolder();
const home = join(folder.path, 'home');
const cwd = folder.path;
let host: ServedHost;

beforeAll(async () => {
  writeDocuments(join(folder.path, 'documents'));
  host = await serveAdiuva(home);
});

afterAll(async () => {
  await host.stop();
  folder.remove();
});

const run = async (...args: string[]) => {
  const finished = await runAdiuva([...args, '--json'], { home, cwd });
  return { ...finished, json: JSON.parse(finished.stdout) as Record<string, unknown> };
};

describe('a second command while the host runs', () => {
  it('uses the same engine, both ways', async () => {
    const ingested = await run('ingest', 'documents');
    expect([ingested.code, ingested.json.totals]).toMatchObject([0, { indexed: 3 }]);
    const { json } = await run('doctor');
    const checks = json.checks as { name: string; ok: boolean; detail: string }[];
    expect(checks.find(({ name }) => name === 'engine')?.detail).toMatch(/^running/);
    const [first, second] = await Promise.all([run('search', 'reserve fund'), run('list')]);
    expect(first.json.results).not.toEqual([]);
    expect(second.json.total).toBe(3);
  });

  it('reaches it by a socket that is its owner’s alone', () => {
    expect(statSync(home).mode & 0o777).toBe(0o700);
    const socket = statSync(join(home, 'engine.sock'));
    expect(socket.isSocket()).toBe(true);
    expect(socket.mode & 0o777).toBe(0o600);
  });

  it('does not restore over it', async () => {
    const { code, json } = await run('restore', 'nothing.backup');
    expect([code, json.error]).toMatchObject([1, { code: 'storage_locked' }]);
  });

  it('stops its own work on Ctrl+C and leaves the host alone', async () => {
    writeManyFiles(join(folder.path, 'many'), 400);
    const running = startAdiuva(['ingest', 'many', '--json'], { home, cwd });
    await running.saw(/\d+\/400/, 'stderr');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'cancelled' } }]);
    expect((await run('search', 'reserve fund')).json.results).not.toEqual([]);
  });

  it('says so when its port is taken', async () => {
    const { code, json } = await run('serve', '--port', String(host.port));
    expect([code, json.error]).toMatchObject([1, { code: 'conflict' }]);
  });
});

describe('an engine that a command started', () => {
  it('is shared, and taken over by those who stay', async () => {
    const own = temporaryFolder();
    try {
      writeManyFiles(join(own.path, 'many'), 150);
      const options = { home: join(own.path, 'home'), cwd: own.path };
      const ingest = startAdiuva(['ingest', 'many', '--json'], options);
      await ingest.saw(/\d+\/150/, 'stderr');
      const served = await serveAdiuva(options.home);
      const ended = await ingest.ended;
      expect([ended.code, JSON.parse(ended.stdout)]).toMatchObject([0, { totals: { indexed: 150 } }]);
      const list = await runAdiuva(['list', '--json'], options);
      expect(JSON.parse(list.stdout)).toMatchObject({ total: 150 });
      expect((await served.stop()).code).toBe(0);
    } finally {
      own.remove();
    }
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const own = temporaryFolder();
    try {
      const long = join(own.path, 'a-rather-long-name-'.repeat(6), 'home');
      mkdirSync(long, { recursive: true });
      const served = await serveAdiuva(long);
      const { code, stdout } = await runAdiuva(['doctor', '--json'], { home: long });
      expect(code).not.toBe(1);
      expect(stdout).toContain('running, home');
      await served.stop();
    } finally {
      own.remove();
    }
  });
});
