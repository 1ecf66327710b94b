import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { createMcpServer, serveMcpOverStdio } from './index.ts';
import { connectTinyLibrary, type TinyDocument } from './testing/tinyLibrary.ts';

const guest: Principal = { id: 'guest', kind: 'mcp', grants: { knowledgeBases: ['home'], canWrite: false } };
const emoji = `${'a'.repeat(99)}😀 and more of it, so that there is something left to read afterwards`;

function makeDocuments(): TinyDocument[] {
  return [
    { id: 'lease', kb: 'home', title: 'Lease', pages: ['The rent is 900 euro.', 'Pets are allowed.', emoji] },
    { id: 'plan', kb: 'work', title: null, pages: ['The rent of the office rises in May.'] },
    { id: 'empty', kb: 'home', title: 'Empty', pages: [] },
  ];
}

interface Reading {
  passages: { text: string; locator: { start: number; end: number } }[];
  next: Record<string, number> | null;
}

let documents: TinyDocument[];
let close: () => Promise<void>;
let client: Client;

async function connect(principal: Principal): Promise<Client> {
  const engine = connectTinyLibrary(documents, principal);
  const server = createMcpServer(engine);
  const mcp = new Client({ name: 'test', version: '1' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await mcp.connect(near);
  // Fills the client's cache of output schemas: from here on it checks every result against them.
  await mcp.listTools();
  close = async () => {
    await mcp.close();
    engine.close();
  };
  return mcp;
}

beforeEach(async () => {
  documents = makeDocuments();
  client = await connect(localUser);
});
afterEach(() => close());

async function call(name: string, input: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: input });
  const [content] = result.content as { type: string; text: string }[];
  return {
    result,
    text: content?.text ?? '',
    data: result.structuredContent as Record<string, never> | undefined,
  };
}

describe('the library as an MCP server', () => {
  it('offers its tools as read-only, with schemas of what goes in and out', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual([
      'search',
      'ask',
      'list_documents',
      'list_tags',
      'read_document',
    ]);
    for (const tool of tools) {
      expect(tool.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(tool.outputSchema?.type).toBe('object');
    }
    expect(client.getInstructions()).toMatch(/data/);
  });

  it('finds passages with their place, for people and for programs', async () => {
    const { text, data } = await call('search', { query: 'rent', limit: 5 });
    expect(data).toMatchObject({
      total: 2,
      results: [
        {
          rank: 1,
          documentId: 'lease',
          where: 'page 1',
          locator: { kind: 'page', page: 1, start: 0, end: 21 },
        },
        { rank: 2, documentId: 'plan', path: '/library/plan.pdf', title: null },
      ],
    });
    expect(text).toContain('[1] Lease, page 1');
    expect(text).toContain('/library/plan.pdf');
    expect((await call('search', { query: 'rent', kb: 'work' })).data).toMatchObject({ total: 1 });
    expect((await call('search', { query: 'rent', since: '2026-01-01' })).text).toMatch(/Nothing/);
  });

  it('answers with citations, and with progress where it is asked for', async () => {
    let progress = 0;
    const result = await client.callTool({ name: 'ask', arguments: { question: 'pets' } }, undefined, {
      onprogress: () => {
        progress += 1;
      },
    });
    expect(result.structuredContent).toMatchObject({
      grounded: true,
      kind: 'extract',
      citations: [
        { n: 1, documentId: 'lease', quote: 'Pets are allowed.', where: 'page 2', locator: { page: 2 } },
      ],
    });
    expect(JSON.stringify(result.content)).toContain('[1] Lease, page 2');
    expect(progress).toBe(1);
  });

  it('stops the engine when the client cancels', async () => {
    const stop = new AbortController();
    const running = client.callTool({ name: 'ask', arguments: { question: 'wait' } }, undefined, {
      signal: stop.signal,
    });
    setTimeout(() => stop.abort('enough'), 30);
    await expect(running).rejects.toThrow();
    await expect.poll(() => documents.at(-1)?.id).toBe('aborted');
  });

  it('pages through the documents', async () => {
    const first = await call('list_documents', { limit: 2 });
    expect(first.data).toMatchObject({
      total: 3,
      nextOffset: 2,
      documents: [{ id: 'lease' }, { id: 'plan' }],
    });
    const second = await call('list_documents', { limit: 2, offset: 2 });
    expect(second.data).toMatchObject({ nextOffset: null, documents: [{ id: 'empty' }] });
  });

  it('reads a document in bounded steps that join to the whole, never inside a character', async () => {
    const read: string[] = [];
    let next: Record<string, number> | null = {};
    for (let step = 0; next !== null && step < 10; step++) {
      const { data } = await call('read_document', { documentId: 'lease', maxLength: 100, ...next });
      const answer = data as unknown as Reading;
      for (const { text, locator } of answer.passages) {
        expect(text.isWellFormed()).toBe(true);
        expect(locator.end - locator.start).toBe(text.length);
      }
      expect(answer.passages.reduce((sum, passage) => sum + passage.text.length, 0)).toBeLessThanOrEqual(100);
      read.push(...answer.passages.map((passage) => passage.text));
      next = answer.next;
    }
    expect(next).toBeNull();
    expect(read.join('')).toBe(documents[0]?.pages.join(''));
  });

  it('reads chunks and parts by number', async () => {
    expect(
      (await call('read_document', { documentId: 'lease', fromChunk: 1, toChunk: 1 })).data,
    ).toMatchObject({
      passages: [{ chunkId: 'lease-1', text: 'Pets are allowed.', where: 'page 2' }],
      next: null,
    });
    expect(
      (await call('read_document', { documentId: 'lease', part: 1, maxLength: 100 })).data,
    ).toMatchObject({
      passages: [{ part: 1 }, { part: 2 }],
    });
    expect((await call('read_document', { documentId: 'empty' })).data).toMatchObject({
      passages: [],
      next: null,
    });
  });

  it.each([
    ['read_document', { documentId: 'nothing' }, 'not_found'],
    ['read_document', { documentId: 'lease', part: 99 }, 'not_found'],
    ['read_document', { documentId: 'lease', fromChunk: 50 }, 'not_found'],
    ['read_document', { documentId: 'lease', part: 1, fromChunk: 1 }, 'invalid_input'],
    ['search', { query: 'rent', since: 'yesterday' }, 'invalid_input'],
  ])('%s %j fails as a tool error with our code', async (name, input, code) => {
    const { result, text } = await call(name, input);
    expect(result.isError).toBe(true);
    expect(text.startsWith(`${code}: `)).toBe(true);
    expect(result._meta).toMatchObject({ 'adiuva/error': { code } });
  });

  it.each([
    ['search', { query: '' }],
    ['search', { query: 'x', limit: 10_000 }],
    ['search', {}],
    ['read_document', { documentId: 'lease', maxLength: 1e9 }],
    ['remove', { target: 'lease' }],
  ])('refuses %s %j before the engine hears of it', async (name, input) => {
    expect((await call(name, input)).result.isError).toBe(true);
  });

  it('shows a restricted principal its own and nothing else', async () => {
    await close();
    client = await connect(guest);
    expect((await call('search', { query: 'rent' })).data).toMatchObject({
      total: 1,
      results: [{ documentId: 'lease' }],
    });
    expect((await call('list_documents', {})).data).toMatchObject({ total: 2 });
    expect((await call('read_document', { documentId: 'plan' })).text).toMatch(/^not_found/);
    await expect(client.readResource({ uri: 'adiuva://document/plan' })).rejects.toMatchObject({
      code: -32002,
    });
  });

  it('lists and reads documents as resources', async () => {
    const { resources } = await client.listResources();
    expect(resources.map((resource) => resource.uri)).toContain('adiuva://document/lease');
    const { contents } = await client.readResource({ uri: 'adiuva://document/lease' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/plain' });
    expect(contents[0] && 'text' in contents[0] ? contents[0].text : '').toContain('Pets are allowed.');
  });

  it('says that the engine has gone', async () => {
    const engine = connectTinyLibrary(documents, localUser);
    const server = createMcpServer(engine);
    const mcp = new Client({ name: 'test', version: '1' });
    const [near, far] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(far), mcp.connect(near)]);
    engine.close();
    const result = await mcp.callTool({ name: 'search', arguments: { query: 'rent' } });
    expect(result).toMatchObject({ isError: true, _meta: { 'adiuva/error': { code: 'worker_crashed' } } });
    await mcp.close();
  });
});

const lines = (...messages: object[]) =>
  messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');
const hello = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  },
  { method: 'notifications/initialized' },
];
const question = { id: 2, method: 'tools/call', params: { name: 'search', arguments: { query: 'rent' } } };

describe('MCP on stdio', () => {
  it('answers what was asked before the input ended, survives nonsense, and then ends', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serveMcpOverStdio(connectTinyLibrary(documents, localUser), { input, output });
    input.end(`${lines(...hello)}not json\n{"jsonrpc":"2.0","id":"x"}\n${lines(question)}`);
    await served;
    const replies = String(output.read())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number | null; error?: { code: number } });
    expect(replies.flatMap((reply) => reply.id ?? []).sort()).toEqual([1, 2]);
    expect(replies.flatMap(({ error }) => error?.code ?? [])).toEqual([-32_700, -32_600]);
  });

  it('answers a message that is too long with an error, and goes on', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serveMcpOverStdio(connectTinyLibrary(documents, localUser), { input, output });
    input.write(lines(...hello));
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let megabyte = 0; megabyte < 20; megabyte++) input.write(piece);
    // A line that is cut between two chunks is one line.
    const text = `\n${lines(question)}`;
    input.write(text.slice(0, 40));
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.end(text.slice(40));
    await served;
    const replies = String(output.read()).trim().split('\n');
    expect(replies.map((line) => (JSON.parse(line) as { id: number | null }).id).sort()).toEqual([
      1,
      2,
      null,
    ]);
    expect(replies.join()).toContain('A message may have at most 4 MB.');
  });

  it('ends when the signal says so, with a question open', async () => {
    const input = new PassThrough();
    const stop = new AbortController();
    const served = serveMcpOverStdio(connectTinyLibrary(documents, localUser), {
      input,
      output: new PassThrough(),
      signal: stop.signal,
    });
    const waiting = { id: 3, method: 'tools/call', params: { name: 'ask', arguments: { question: 'wait' } } };
    input.write(lines(...hello, waiting));
    setTimeout(() => stop.abort(), 50);
    await served;
    await expect.poll(() => documents.at(-1)?.id).toBe('aborted');
  });

  it('keeps stdout for the protocol though the process talks', async () => {
    const script = `
      import { serveMcpOverStdio } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      import { connectTinyLibrary } from ${JSON.stringify(new URL('./testing/tinyLibrary.ts', import.meta.url).href)};
      const client = connectTinyLibrary(${JSON.stringify(documents)}, ${JSON.stringify(localUser)});
      const noise = setInterval(() => { console.log('noise'); process.stdout.write('more noise'); }, 1);
      await serveMcpOverStdio(client);
      clearInterval(noise);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.stdin.write(lines(...hello));
    await expect.poll(() => err.includes('noise'), { timeout: 10_000 }).toBe(true);
    child.stdin.end(lines(question));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    const replies = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number });
    expect(replies.map((reply) => reply.id)).toEqual([1, 2]);
  });
});
