import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';
import { createMcpServer } from './index.ts';

const guest: Principal = { id: 'guest', kind: 'mcp', grants: { knowledgeBases: ['home'], canWrite: false } };

const lease = `# Lease

## Rent

The rent of the flat is 900 euro a month, due on the third working day.

## Pets

Cats are allowed with the consent of the neighbours 😀.
`;

let engine: Engine;
let folder: ReturnType<typeof makeTemporaryFolder>;

function openEngineClient(principal: Principal) {
  const [near, far] = createPortPair();
  engine.connect(far, principal);
  return createClient(engineContract, near);
}

async function connect(principal: Principal): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await createMcpServer(openEngineClient(principal)).connect(far);
  await client.connect(near);
  await client.listTools();
  return client;
}

async function call<T>(client: Client, name: string, input: Record<string, unknown>): Promise<T> {
  const result = await client.callTool({ name, arguments: input });
  expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
  return result.structuredContent as T;
}

interface Found {
  results: {
    documentId: string;
    path: string;
    text: string;
    where: string;
    locator: { part: number; start: number; end: number };
  }[];
}
interface Read {
  passages: { part: number; text: string; locator: { start: number; end: number } }[];
  next: Record<string, number> | null;
}

beforeAll(async () => {
  folder = makeTemporaryFolder();
  const [home, work] = [join(folder.path, 'home'), join(folder.path, 'work')];
  await mkdir(home);
  await mkdir(work);
  await writeFile(join(home, 'lease.md'), lease);
  await writeFile(join(work, 'office.txt'), 'The rent of the office rises by four percent in May.');
  engine = await createEngine(createTestHost(join(folder.path, 'data')));
  const client = openEngineClient(localUser);
  await client.call('library.ingest', { paths: [home], kb: 'home' });
  await client.call('library.ingest', { paths: [work], kb: 'work' });
});
afterAll(async () => {
  await engine?.close();
  folder?.remove();
});

describe('MCP over the real engine', () => {
  it('goes from a question to the passage and to the text around it', async () => {
    const client = await connect(localUser);
    const { results } = await call<Found>(client, 'search', { query: 'rent of the flat' });
    const [best] = results;
    if (!best) throw new Error('nothing was found');
    expect(best.path).toBe(join(folder.path, 'home', 'lease.md'));
    expect(best.text).toContain('900 euro');
    const read = await call<Read>(client, 'read_document', {
      documentId: best.documentId,
      part: best.locator.part,
    });
    expect(read.passages[0]?.text.slice(best.locator.start, best.locator.end)).toBe(best.text);

    const steps: string[] = [];
    let next: Record<string, number> | null = {};
    while (next !== null && steps.length < 20) {
      const step: Read = await call<Read>(client, 'read_document', {
        documentId: best.documentId,
        maxLength: 100,
        ...next,
      });
      steps.push(...step.passages.map(({ text }) => text));
      next = step.next;
    }
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.join('')).toContain('consent of the neighbours 😀');
    await client.close();
  });

  it('answers with a quote that stands in the document', async () => {
    const client = await connect(localUser);
    const answer = await call<{ grounded: boolean; citations: { quote: string; path: string }[] }>(
      client,
      'ask',
      {
        question: 'How much is the rent of the flat?',
      },
    );
    const [citation] = answer.citations;
    expect(citation?.path).toContain('lease.md');
    expect(lease).toContain(citation?.quote ?? 'no citation');
    await client.close();
  });

  it('keeps a restricted principal to what it was granted', async () => {
    const client = await connect(guest);
    const all = await connect(localUser);
    const office = (await call<Found>(all, 'search', { query: 'office', kb: 'work' })).results[0];
    if (!office) throw new Error('nothing was found');
    const found = await call<Found>(client, 'search', { query: 'rent office May' });
    expect(found.results.every(({ path }) => path.includes('/home/'))).toBe(true);
    expect(await call(client, 'list_documents', {})).toMatchObject({ total: 1 });
    const hidden = await client.callTool({
      name: 'read_document',
      arguments: { documentId: office.documentId },
    });
    expect(hidden).toMatchObject({ isError: true, _meta: { 'adiuva/error': { code: 'not_found' } } });
    const { resources } = await client.listResources();
    expect(resources).toHaveLength(1);
    await Promise.all([client.close(), all.close()]);
  });

  it('says what is wrong with a part that is not there', async () => {
    const client = await connect(localUser);
    const { documents } = await call<{ documents: { id: string }[] }>(client, 'list_documents', {
      kb: 'home',
    });
    const wrong = { documentId: documents[0]?.id, part: 400 };
    expect(await client.callTool({ name: 'read_document', arguments: wrong })).toMatchObject({
      isError: true,
      _meta: { 'adiuva/error': { code: 'not_found' } },
    });
    await client.close();
  });
});
