import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const samples = here('../resources/sample-library');
const run = [process.execPath, '--disable-warning=ExperimentalWarning', here('testing/offlineProcess.ts')];
/** Nobody listens there; trying is what counts. */
const nowhere = 'http://127.0.0.1:48123/';

interface Report {
  totals: { indexed: number; failed: number };
  results: number;
  citations: number;
}

function expectRealWork(stdout: string): void {
  const report = JSON.parse(stdout) as Report;
  expect(report.totals).toMatchObject({ failed: 0 });
  expect(report.totals.indexed).toBeGreaterThan(5);
  expect(report.results).toBeGreaterThan(0);
  expect(report.citations).toBeGreaterThan(0);
}

function runWatched(name: string, attempt: string): { stdout: string; log: string } {
  const log = join(folder.path, `${name}.log`);
  writeFileSync(log, '');
  const hook = pathToFileURL(here('testing/countConnections.mjs')).href;
  const [command = '', ...args] = run;
  const { stdout, stderr, status } = spawnSync(
    command,
    [...args, join(folder.path, name), samples, attempt],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        NODE_OPTIONS: `--import=${hook}`,
        ADIUVA_CONNECTION_LOG: log,
        ADIUVA_WORKER_STDERR: '1',
      },
    },
  );
  expect(status).toBe(0);
  const told = stderr.split('\n').filter((line) => line.startsWith('watched: '));
  return { stdout, log: readFileSync(log, 'utf8') + told.join('\n') };
}

it('asks Node for no connection and no look-up while it ingests, searches and answers', () => {
  const { stdout, log } = runWatched('hooked', '');
  expectRealWork(stdout);
  const lines = log.trim().split('\n');
  // The engine, its extraction and its inference worker were all watched.
  for (const worker of ['extraction', 'inference'])
    expect(
      lines.filter((line) => line.includes(`workers/${worker}`) && line.includes('started')),
    ).not.toEqual([]);
  expect(lines.filter((line) => !line.includes('started'))).toEqual([]);
  expect(runWatched('hooked', nowhere).log).toContain('connect 127.0.0.1:48123');
});

const hasStrace = spawnSync('strace', ['-V']).status === 0;

it.skipIf(!hasStrace)(
  'asks the kernel for none either, native libraries included (needs strace)',
  () => {
    const trace = (name: string, attempt: string) => {
      const log = join(folder.path, `${name}.strace`);
      const watch = [
        '-f',
        '-qq',
        '-e',
        'trace=connect,sendto,sendmsg,sendmmsg',
        '-e',
        'signal=none',
        '-o',
        log,
      ];
      const { stdout, status } = spawnSync(
        'strace',
        [...watch, ...run, join(folder.path, name), samples, attempt],
        {
          encoding: 'utf8',
        },
      );
      expect(status).toBe(0);
      if (!attempt) expectRealWork(stdout);
      return readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => /AF_INET6?/.test(line));
    };
    expect(trace('traced', '')).toEqual([]);
    expect(trace('traced', nowhere).some((line) => line.includes('htons(48123)'))).toBe(true);
  },
  120_000,
);
