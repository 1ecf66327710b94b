import { join } from 'node:path';
import { auditRpc, jobsRpc, settingsSchema } from '@adiuva/contracts/rpc';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  runAdiuva,
  type ServedHost,
  serveAdiuva,
  startAdiuva,
  temporaryFolder,
  writeDocuments,
  writeTroublesomeFiles,
} from './harness/index.ts';

const folder = temporaryFolder();
const home = join(folder.path, 'home');
const documents = join(folder.path, 'documents');
const run = (...args: string[]) => runAdiuva(args, { home, cwd: folder.path });

/** One engine that every command reaches: starting one for each would take most of the time. */
let host: ServedHost;
beforeAll(async () => {
  writeDocuments(documents);
  host = await serveAdiuva(home);
}, 60_000);
afterAll(async () => {
  await host.stop();
  folder.remove();
});

const json = (stdout: string): unknown => JSON.parse(stdout);

it('pauses the work, says so to whoever asks for more, and goes on with it', async () => {
  expect(json((await run('jobs', 'pause', '--json')).stdout)).toEqual({ isPaused: true });
  const ingest = startAdiuva(['ingest', 'documents', '--json'], { home, cwd: folder.path });
  await ingest.saw(/adiuva jobs resume/, 'stderr');
  await expect
    .poll(async () => jobsRpc['jobs.list'].output.parse(json((await run('jobs', '--json')).stdout)), {
      timeout: 60_000,
    })
    .toMatchObject({ isPaused: true, counts: { running: 0, queued: 3 } });
  expect((await run('jobs')).stdout).toContain('The work is paused');
  expect(json((await run('jobs', 'resume', '--json')).stdout)).toEqual({ isPaused: false });
  expect((await ingest.ended).code).toBe(0);
}, 180_000);

it('shows what became of a job, and tries all that failed again', async () => {
  writeTroublesomeFiles(documents);
  expect((await run('ingest', 'documents', '--json')).code).toBe(2);
  const { jobs } = jobsRpc['jobs.list'].output.parse(json((await run('jobs', '--json')).stdout));
  const failed = jobs.filter(({ state }) => state === 'failed');
  expect(failed.length).toBeGreaterThan(0);
  const shown = await run('jobs', 'show', failed[0]?.id ?? '', '--json');
  expect(jobsRpc['jobs.show'].output.parse(json(shown.stdout)).stages).toMatchObject([
    { attempt: 1, stage: 'extract', endedAt: expect.any(Number) },
  ]);
  expect((await run('jobs', 'show', failed[0]?.id ?? '')).stdout).toMatch(/extract .* s/);
  expect(json((await run('jobs', 'retry', '--all', '--json')).stdout)).toEqual({ retried: failed.length });
  const wrong = await run('jobs', 'retry', '--json');
  expect([wrong.code, json(wrong.stdout)]).toMatchObject([1, { error: { code: 'invalid_input' } }]);
}, 180_000);

it('reads and changes the settings, and refuses what they cannot be', async () => {
  const before = settingsSchema.parse(json((await run('settings', '--json')).stdout));
  expect(before).toMatchObject({ isOffline: false, theme: 'system' });
  const changed = await run('settings', 'isoffline', 'on', '--json');
  expect(json(changed.stdout)).toEqual({ ...before, isOffline: true });
  expect((await run('settings', 'auditDays', '30')).stdout).toMatch(/auditDays\s+30/);
  for (const [name, value] of [
    ['isOffline', ''],
    ['secret', '1'],
  ] as const) {
    const refused = await run('settings', name, value, '--json');
    expect([refused.code, json(refused.stdout)]).toMatchObject([1, { error: { code: 'invalid_input' } }]);
  }
  const install = await run('models', 'install', 'bge-m3', '--json');
  expect([install.code, json(install.stdout)]).toMatchObject([1, { error: { code: 'offline' } }]);
}, 180_000);

it('shows who changed what, and what was held back', async () => {
  const all = auditRpc['audit.list'].output.parse(json((await run('audit', '--json')).stdout));
  expect(all.entries.map(({ kind, action }) => `${kind} ${action}`)).toEqual([
    'refused models.install',
    ...['settings.change', 'settings.change', 'jobs.retryAll', 'jobs.retryAll', 'library.ingest'].map(
      (action) => `change ${action}`,
    ),
    ...['jobs.resume', 'library.ingest', 'jobs.pause'].map((action) => `change ${action}`),
  ]);
  const refused = await run('audit', '--kind', 'refused');
  expect(refused.stdout).toMatch(/local .*refused.* models\.install .*huggingface\.co/);
}, 180_000);
