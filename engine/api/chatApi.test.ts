import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localUser, type Principal } from '#base';
import {
  createTestHost,
  type LanguageModelServer,
  makeTemporaryFolder,
  openAiReply,
  startLanguageModelServer,
} from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const folder = makeTemporaryFolder();
const file = (...steps: string[]) => join(folder.path, 'documents', ...steps);
const guest: Principal = {
  id: 'agent',
  kind: 'agent',
  grants: { knowledgeBases: ['home'], canWrite: false },
};
let engine: Engine;
let client: Client<EngineContract>;
let server: LanguageModelServer;
let reply = ['Fine.'];

function connect(caller: Principal): Client<EngineContract> {
  const [near, far] = createPortPair();
  engine.connect(far, caller);
  return createClient(engineContract, near);
}

beforeAll(async () => {
  server = await startLanguageModelServer(() => openAiReply(reply));
  for (const kb of ['office', 'home', 'shed']) mkdirSync(file(kb), { recursive: true });
  writeFileSync(file('office', 'lease.md'), '# Lease\n\nThe rent of the workshop is 950 euros.\n');
  writeFileSync(file('home', 'flat.md'), '# Flat\n\nThe rent of the flat is 1,200 euros.\n');
  writeFileSync(file('shed', 'shed.md'), '# Shed\n\nThe rent of the shed is 80 euros.\n');
  const sections = Array.from(
    { length: 60 },
    (_, n) => `## Section ${n}\n\n${`Line ${n} of the diary. `.repeat(60)}`,
  );
  writeFileSync(
    file('home', 'diary.md'),
    `# Diary\n\n${sections.join('\n\n')}\n\nThe rent of the boat is 7 euros.\n`,
  );
  writeFileSync(file('home', 'broken.pdf'), '%PDF-1.4 broken');
  engine = await createEngine(createTestHost(join(folder.path, 'home')));
  client = connect(localUser);
  for (const kb of ['office', 'home', 'shed'])
    await client.call('library.ingest', { paths: [file(kb)], kb }).catch(() => undefined);
  const provider = { name: 'work', kind: 'openai-compatible', baseUrl: server.baseUrl } as const;
  await client.call('system.setProvider', { provider: { ...provider, contextTokens: 4000 } });
  await client.call('system.setProvider', {
    provider: { ...provider, name: 'large', contextTokens: 100_000 },
  });
}, 60_000);
afterAll(async () => {
  await engine.close();
  await server[Symbol.asyncDispose]();
  folder.remove();
});

const idOf = async (name: string) => {
  const { documents } = await client.call('library.list', { path: name });
  return documents[0]?.id ?? '';
};
const question = 'What is the rent?';
const cited = async (input: object, caller = client) =>
  (await caller.call('chat.ask', { question, ...input })).citations
    .map(({ path }) => path.split(/[\\/]/).at(-1))
    .sort();

test('asks of knowledge bases and documents added up, and of no more than the caller may read', async () => {
  const scope = (knowledgeBases: string[], documentIds: string[] = []) => ({
    scope: { knowledgeBases, documentIds },
  });
  expect(await cited({})).toEqual(expect.arrayContaining(['flat.md', 'lease.md', 'shed.md']));
  expect(await cited(scope(['OFFICE']))).toEqual(['lease.md']);
  expect(await cited({ kb: 'office', ...scope(['shed']) })).toEqual(['lease.md', 'shed.md']);
  expect(await cited(scope(['office'], [await idOf('flat.md')]))).toEqual(['flat.md', 'lease.md']);
  expect(await cited(scope([], [await idOf('shed.md')]))).toEqual(['shed.md']);

  const agent = connect(guest);
  expect(await cited({}, agent)).not.toContain('lease.md');
  for (const input of [
    scope(['office']),
    scope(['nowhere']),
    scope([], [await idOf('lease.md')]),
    scope([], ['no-such-id']),
    { attachments: [await idOf('lease.md')] },
    { attachments: ['no-such-id'] },
    { kb: 'office' },
  ])
    await expect(agent.call('chat.ask', { question, ...input })).rejects.toMatchObject({ code: 'not_found' });
  await expect(client.call('chat.ask', { question, ...scope(['nowhere']) })).rejects.toThrow(
    /no knowledge base named “nowhere”.*home, office, shed/,
  );
  // Nothing of what was refused is kept.
  expect((await agent.call('chat.conversations', {})).conversations).toHaveLength(1);
});

test('asks what is attached alone, gives it whole where it fits, and cites into it', async () => {
  const flat = await idOf('flat.md');
  const diary = await idOf('diary.md');
  expect(
    await cited({ attachments: [flat], scope: { knowledgeBases: ['office'], documentIds: [] } }),
  ).toEqual(['flat.md']);

  reply = ['The boat costs 7 euros [', '999', ': "none"]. '];
  const asked = { question: 'How much is the boat?', attachments: [flat, diary] };
  await client.call('chat.ask', { ...asked, model: 'large:m' });
  const prompt = String(server.requests.at(-1)?.body.messages?.at(-1)?.content);
  for (let n = 0; n < 60; n++) expect(prompt).toContain(`Line ${n} of the diary.`);
  expect(prompt.match(/Line 30 of the diary\./g)).toHaveLength(60);
  expect(prompt).toContain('1,200 euros');
  expect(prompt).not.toContain('950 euros');
  const number = /--- passage (\d+) [^\n]*\n(?:(?!--- end of passage)[\s\S])*rent of the boat/.exec(
    prompt,
  )?.[1];

  reply = [`The boat costs 7 euros [${number}: "The rent of the boat is 7 euros"].`];
  const answer = await client.call('chat.ask', { ...asked, model: 'large:m' });
  expect(answer).toMatchObject({ grounded: true, unsupported: [], droppedCitations: 0 });
  const [citation] = answer.citations;
  expect(citation).toMatchObject({ documentId: diary, quote: 'The rent of the boat is 7 euros' });
  const { parts } = await client.call('library.parts', { id: diary, part: citation?.locator.part ?? 0 });
  expect(parts[0]?.text.slice(citation?.locator.start, citation?.locator.end)).toBe(citation?.quote);

  // Too long for this window: what fits the question best.
  await client.call('chat.ask', { ...asked, model: 'work:m' });
  const small = String(server.requests.at(-1)?.body.messages?.at(-1)?.content);
  expect(small).toContain('rent of the boat');
  expect(small.length).toBeLessThan(12_000);

  const { messages } = await client.call('chat.messages', { conversationId: answer.conversationId });
  expect(messages[0]?.attachments).toEqual([
    { documentId: flat, name: 'flat.md', mediaType: 'text/markdown' },
    { documentId: diary, name: 'diary.md', mediaType: 'text/markdown' },
  ]);
  // Asked again when the document is gone.
  rmSync(file('home', 'flat.md'));
  await client.call('library.remove', { target: flat });
  const again = { conversationId: answer.conversationId, messageId: answer.messageId };
  await expect(client.call('chat.regenerate', again)).rejects.toThrow(/“flat\.md” is not in the library/);
});

test('says of a document that could not be read why', async () => {
  const id = await idOf('broken.pdf');
  expect(id).not.toBe('');
  await expect(client.call('chat.ask', { question, attachments: [id] })).rejects.toThrow(
    /“broken\.pdf” could not be read: /,
  );
});

test('removes for good what was deleted a day ago, at the next start too', async () => {
  const home = join(folder.path, 'other');
  let shift = 0;
  const host = { ...createTestHost(home), clock: { now: () => Date.now() + shift } };
  const use = async <T>(work: (own: Client<EngineContract>) => Promise<T>): Promise<T> => {
    const other = await createEngine(host);
    const [near, far] = createPortPair();
    other.connect(far, localUser);
    return work(createClient(engineContract, near)).finally(() => other.close());
  };
  await use(async (own) => {
    for (const kept of [true, false]) {
      const { conversationId } = await own.call('chat.ask', { question });
      await own.call('chat.deleteConversation', { conversationId });
      if (kept) await own.call('chat.restoreConversation', { conversationId });
    }
    shift = 25 * 60 * 60 * 1000;
  });
  const count = () => {
    const db = openDatabase(join(home, 'library.db'), { readonly: true });
    const rows = db.prepare('SELECT count(*) FROM conversations').pluck().get();
    db.close();
    return rows;
  };
  expect(count()).toBe(2);
  await use(() => expect.poll(count, { timeout: 10_000 }).toBe(1));
});

test('keeps a key for the host it was entered for', async () => {
  const set = (baseUrl: string, key?: string) =>
    client.call('system.setProvider', {
      provider: { name: 'kept', kind: 'openai-compatible', baseUrl },
      ...(key !== undefined && { key }),
    });
  await set(server.baseUrl, ' sk-kept\n');
  await set(`${server.baseUrl}/sub`);
  await client.call('chat.ask', { question, model: 'kept:m' });
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer sk-kept');
  await expect(set('https://elsewhere.example/v1')).rejects.toMatchObject({ code: 'invalid_input' });
  const { providers } = await client.call('system.providers', {});
  expect(providers.find(({ name }) => name === 'kept')).toMatchObject({
    baseUrl: `${server.baseUrl}/sub`,
    hasKey: true,
  });
  await set('https://elsewhere.example/v1', '');
  expect(
    (await client.call('system.providers', {})).providers.find(({ name }) => name === 'kept')?.hasKey,
  ).toBe(false);
});

test('tells what a service offers, before and after it is set up, to the local user alone', async () => {
  const provider = { name: 'new', kind: 'openai-compatible', baseUrl: 'http://127.0.0.1:9/v1' } as const;
  expect(await client.call('system.testProvider', { provider, key: 'sk-secret' })).toMatchObject({
    ok: false,
    models: [],
    detail: expect.stringMatching(/^(?!.*sk-secret)/),
  });
  expect((await client.call('system.providers', {})).providers.map(({ name }) => name)).not.toContain('new');
  await expect(client.call('system.providerModels', { name: 'new' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(connect(guest).call('system.testProvider', { provider })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('a citation into a page points to its lines, not to all of the page', async () => {
  const quote = fileURLToPath(new URL('../../resources/sample-library/quote-vesta-200.pdf', import.meta.url));
  await client.call('library.ingest', { paths: [quote], kb: 'quotes' });
  const { citations } = await client.call('chat.ask', {
    question: 'How much does the kiln Vesta 200 cost?',
    kb: 'quotes',
    model: 'extractive',
  });
  expect(citations.length).toBeGreaterThan(0);
  for (const { documentId, locator, quote: said } of citations) {
    if (locator.kind !== 'page') throw new Error(`A page was expected, not ${locator.kind}.`);
    const { parts } = await client.call('library.parts', { id: documentId, part: locator.part });
    const [part] = parts;
    expect(part?.text.slice(locator.start, locator.end)).toBe(said);
    const lines = part?.lines ?? [];
    const own = lines.filter(({ start, end }) => end > locator.start && start < locator.end);
    expect(locator.boxes.length).toBe(own.length);
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(lines.length / 2);
  }
});

test('a service whose address holds a password, or is none, is not kept', async () => {
  for (const baseUrl of ['http://me:secret@127.0.0.1:9/v1', 'https://user@example.com'])
    await expect(
      client.call('system.setProvider', { provider: { name: 'odd', kind: 'openai-compatible', baseUrl } }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  const { providers } = await client.call('system.providers', {});
  expect(JSON.stringify(providers)).not.toContain('secret');
});
