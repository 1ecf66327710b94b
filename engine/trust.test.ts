import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AuditEntry, engineContract, type Settings } from '@adiuva/contracts/rpc';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import {
  createTestHost,
  type LanguageModelServer,
  makeTemporaryFolder,
  openAiReply,
  outerAddress,
  startLanguageModelServer,
} from '#testing';
import { createEngine, type Engine } from './createEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
let home = '';
let documents = '';
let engine: Engine;
let client: Client<typeof engineContract>;
const servers: LanguageModelServer[] = [];

const assistant: Principal = {
  id: 'mcp',
  kind: 'mcp',
  grants: { knowledgeBases: ['default'], canWrite: false },
};

beforeEach(async () => {
  count++;
  home = join(root.path, `home-${count}`);
  documents = join(root.path, `documents-${count}`);
  mkdirSync(documents);
  writeFileSync(join(documents, 'lease.txt'), 'The lease of the workshop ends on 31 May 2027.');
  await open();
});
afterEach(async () => {
  await engine.close();
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function open(): Promise<void> {
  engine = await createEngine(createTestHost(home));
  client = connect(localUser);
}

function connect(principal: Principal): Client<typeof engineContract> {
  const [near, far] = createPortPair();
  engine.connect(far, principal);
  return createClient(engineContract, near);
}

async function serve(...[answer, address]: Parameters<typeof startLanguageModelServer>) {
  const server = await startLanguageModelServer(answer, address);
  servers.push(server);
  return server;
}

const key = 'sk-very-secret-key';
async function setUp(name: string, baseUrl: string): Promise<void> {
  const provider = { name, kind: 'openai-compatible' as const, baseUrl, defaultModel: 'm' };
  await client.call('system.setProvider', { provider, key });
}

const audit = async (kind?: AuditEntry['kind']) =>
  (await client.call('audit.list', { ...(kind && { kind }) })).entries.map(
    ({ caller, action, subject }) => `${caller} ${action} ${subject}`,
  );

it('notes who changed what, newest first and page by page, and nothing of what was only read', async () => {
  await client.call('library.ingest', { paths: [documents] });
  const { documents: listed } = await client.call('library.list', {});
  await client.call('search.query', { query: 'lease' });
  await client.call('tags.add', { targets: [listed[0]?.id ?? ''], tags: ['papers'] });
  await client.call('settings.change', { theme: 'dark', auditDays: 30 });
  await expect(client.call('library.remove', { target: '/nothing' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await client.call('library.remove', { target: documents });
  expect(await audit()).toEqual([
    `local library.remove ${documents}`,
    'local settings.change theme = dark, auditDays = 30',
    `local tags.add papers → ${listed[0]?.id}`,
    `local library.ingest ${documents}`,
  ]);
  const first = await client.call('audit.list', { kind: 'change', limit: 3 });
  const rest = await client.call('audit.list', { kind: 'change', limit: 3, after: first.next ?? '' });
  expect([first.entries.length, rest.entries.length, rest.next]).toEqual([3, 1, null]);
  await expect(client.call('audit.list', { after: '1; DROP TABLE audit' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await engine.close();
  await open();
  expect(await audit()).toHaveLength(4);
});

it('lets nobody but the local user read the log or the settings, and notes who tried', async () => {
  const guest = connect(assistant);
  for (let again = 0; again < 50; again++)
    await expect(guest.call('audit.list', {})).rejects.toMatchObject({ code: 'forbidden' });
  for (const method of [
    'settings.read',
    'settings.follow',
    'jobs.follow',
    'jobs.pause',
    'jobs.resume',
  ] as const)
    await expect(guest.call(method, {})).rejects.toMatchObject({ code: 'forbidden' });
  await expect(guest.call('settings.change', { isOffline: false })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(guest.call('jobs.retryAll', { state: 'failed' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(guest.call('system.hardware', {})).rejects.toMatchObject({ code: 'forbidden' });
  expect(await audit('refused')).toEqual([
    'mcp system.hardware ',
    'mcp jobs.retryAll failed',
    'mcp settings.change isOffline = false',
    ...['jobs.resume', 'jobs.pause', 'jobs.follow', 'settings.follow', 'settings.read', 'audit.list'].map(
      (method) => `mcp ${method} `,
    ),
  ]);
  expect(await audit('change')).toEqual([]);
});

it.skipIf(!outerAddress)(
  'asks no model elsewhere while it is offline, and says what left before',
  async () => {
    await client.call('library.ingest', { paths: [documents] });
    const answer = openAiReply(['It ends ', 'on 31 May 2027 [1].']);
    const world = await serve(() => answer, outerAddress);
    const own = await serve(() => answer);
    await setUp('world', world.baseUrl);
    await setUp('own', own.baseUrl);
    const ask = (model: string) =>
      client.call('chat.ask', { question: 'When does the lease of the workshop end?', model });
    await ask('world');
    await ask('own');
    const host = new URL(world.baseUrl).host;
    const { entries: sent } = await client.call('audit.list', { kind: 'sent' });
    expect(sent.map(({ action, subject }) => [action, subject])).toEqual([['languageModel.ask', host]]);
    expect(sent[0]?.bytes).toBeGreaterThan(200);

    const followed: Settings[] = [];
    const following = client.call('settings.follow', {}, { onEvent: (settings) => followed.push(settings) });
    await connect(localUser).call('settings.change', { isOffline: true });
    await expect(ask('world')).rejects.toMatchObject({ code: 'offline', message: /Settings/ });
    expect((await ask('own')).answer).toContain('31 May 2027');
    const test = await client.call('system.testProvider', {
      provider: { name: 'world', kind: 'openai-compatible', baseUrl: world.baseUrl },
    });
    expect(test.ok).toBe(false);
    await expect(client.call('models.install', { id: 'bge-m3' })).rejects.toMatchObject({ code: 'offline' });
    expect([world.requests.length, own.requests.length]).toEqual([1, 2]);
    expect(await audit('refused')).toEqual([
      'local models.install huggingface.co',
      `local languageModel.models ${host}`,
      `local languageModel.ask ${host}`,
    ]);
    const ended = expect(following).rejects.toMatchObject({ code: 'worker_crashed' });
    await engine.close();
    await ended;
    expect(followed.map(({ isOffline }) => isOffline)).toEqual([false, true]);
    await open();
    expect(await client.call('settings.read', {})).toMatchObject({ isOffline: true });
    await expect(ask('world')).rejects.toMatchObject({ code: 'offline' });

    const stored = ['library.db', 'library.db-wal'].map((name) => join(home, name)).filter(existsSync);
    const text = stored.map((path) => readFileSync(path, 'latin1')).join('');
    expect(text).not.toContain(key);
  },
);

it.skipIf(!outerAddress)('cuts an answer that is being written when the switch is put on', async () => {
  await client.call('library.ingest', { paths: [documents] });
  const world = await serve(() => openAiReply(Array(2000).fill('word '), { delayMs: 5 }), outerAddress);
  await setUp('world', world.baseUrl);
  const begun = Promise.withResolvers<void>();
  const answer = client.call(
    'chat.ask',
    { question: 'When does the lease of the workshop end?', model: 'world' },
    { onEvent: (event) => event.type === 'text' && begun.resolve() },
  );
  const told = expect(answer).rejects.toMatchObject({ code: 'offline' });
  await begun.promise;
  await client.call('settings.change', { isOffline: true });
  await told;
  await expect.poll(() => world.hangUps()).toBe(1);
});

it('says what this machine has', async () => {
  const hardware = await client.call('system.hardware', {});
  expect(hardware.cpu).not.toBe('');
  expect(hardware.cores).toBeGreaterThan(0);
  for (const [free, all] of [
    [hardware.freeMemoryBytes, hardware.memoryBytes],
    [hardware.freeDiskBytes, hardware.diskBytes],
  ] as const) {
    expect(free).toBeGreaterThan(0);
    expect(all).toBeGreaterThan(free);
  }
  expect(hardware.accelerators.at(-1)).toMatchObject({ name: 'cpu', detail: expect.stringMatching(/\w/) });
});

it('is still paused after a kill, with nothing lost, and goes on when it is resumed', async () => {
  await engine.close();
  for (let index = 0; index < 30; index++)
    writeFileSync(join(documents, `${index}.txt`), `Item ${index} was agreed upon.\n`.repeat(500));
  const entry = fileURLToPath(new URL('testing/pauseProcess.ts', import.meta.url));
  const child = fork(entry, [home, documents], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.once('message', resolve));
  child.kill('SIGKILL');
  await exited;

  await open();
  const { jobs, counts, isPaused } = await client.call('jobs.list', {});
  expect([isPaused, counts.running, counts.queued > 0]).toEqual([true, 0, true]);
  expect(jobs.filter(({ state, attempts }) => state === 'queued' && attempts > 0)).toEqual([]);
  const waiting = client.call('library.ingest', { paths: [documents] });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await client.call('jobs.list', {})).counts).toMatchObject({ running: 0, queued: counts.queued });
  await client.call('jobs.resume', {});
  expect((await waiting).totals.failed).toBe(0);
  expect((await client.call('library.list', { status: 'indexed' })).total).toBe(31);
  const done = (await client.call('jobs.list', { state: 'done', limit: 100 })).jobs;
  const shown = await client.call('jobs.show', { id: done[0]?.id ?? '' });
  expect(shown.stages.map(({ stage }) => stage)).toContain('index');
  expect(shown.stages.every(({ endedAt, startedAt }) => endedAt !== null && endedAt >= startedAt)).toBe(true);
}, 30_000);
