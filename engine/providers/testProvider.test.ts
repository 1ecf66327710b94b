import { type AddressInfo, createServer, type Server } from 'node:net';
import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { afterEach, expect, it } from 'vitest';
import { type LanguageModelServer, type ModelReply, plainReply, startLanguageModelServer } from '#testing';
import { createProviders, type Providers, providerSecretName } from './index.ts';

const key = 'sk-very-secret-key';
const disposables: AsyncDisposable[] = [];
afterEach(async () => {
  for (const disposable of disposables.splice(0)) await disposable[Symbol.asyncDispose]();
});

async function serve(...replies: [ModelReply, ...ModelReply[]]): Promise<LanguageModelServer> {
  const server = await startLanguageModelServer(
    (_, index) => replies[Math.min(index, replies.length - 1)] ?? replies[0],
  );
  disposables.push(server);
  return server;
}

interface World {
  providers: Providers;
  settings: ProviderSettings[];
  secrets: Map<string, string>;
  now: number;
}

function open(settings: ProviderSettings[] = []): World {
  const secrets = new Map<string, string>();
  const world = { settings, secrets, now: 1_000_000 };
  const providers = createProviders({
    settings: () => world.settings,
    secrets: {
      get: async (name) => secrets.get(name) ?? null,
      set: async () => expect.fail('nothing is stored'),
      delete: async () => expect.fail('nothing is stored'),
    },
    clock: { now: () => world.now },
    limits: { listMs: 300 },
  });
  return Object.assign(world, { providers });
}

const service = (kind: ProviderSettings['kind'], baseUrl?: string, more: object = {}): ProviderSettings => ({
  name: 'work',
  kind,
  ...(baseUrl && { baseUrl }),
  ...more,
});

const list = (...ids: string[]) =>
  plainReply(200, JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }));

it('asks each kind of service in its own way, with the key that was entered', async () => {
  const { providers } = open();
  const openAi = await serve(list('gpt-a', 'gpt-b', 'gpt-a', ''));
  expect(await providers.test(service('openai-compatible', openAi.baseUrl), ` ${key}\n`)).toEqual({
    ok: true,
    detail: '2 models.',
    models: ['gpt-a', 'gpt-b'],
    tookMs: 0,
  });
  expect(openAi.requests[0]).toMatchObject({
    path: '/v1/models',
    headers: { authorization: `Bearer ${key}` },
  });

  const anthropic = await serve(list('claude-x'));
  const asked = service('anthropic', anthropic.baseUrl, { defaultModel: 'claude-y' });
  expect(await providers.test(asked, key)).toMatchObject({
    ok: true,
    detail: '1 model. “claude-y” is not among them.',
  });
  expect(anthropic.requests[0]).toMatchObject({
    path: '/v1/models?limit=1000',
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  });

  const tags = plainReply(200, JSON.stringify({ models: [{ name: 'llama3.2:latest', size: 1 }] }));
  const ollama = await serve(tags, tags, plainReply(200, '{"models":[]}'));
  const root = ollama.baseUrl.replace('/v1', '');
  for (const baseUrl of [root, `${ollama.baseUrl}/`])
    expect(await providers.test(service('ollama', baseUrl, { defaultModel: 'llama3.2' }))).toMatchObject({
      ok: true,
      detail: '1 model.',
      models: ['llama3.2:latest'],
    });
  expect(await providers.test(service('ollama', root))).toMatchObject({
    ok: true,
    detail: expect.stringContaining('ollama pull'),
  });
  expect(ollama.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/api/tags', undefined],
    ['/api/tags', undefined],
    ['/api/tags', undefined],
  ]);
});

it('says of every failure what to do, and never the key or the service’s own words', async () => {
  const { providers } = open();
  const echo = JSON.stringify({ error: { message: `wrong key ${key}` } });
  const cases: [ModelReply, ProviderSettings['kind'], RegExp][] = [
    [plainReply(401, echo), 'openai-compatible', /does not accept the key/],
    [plainReply(403, echo), 'anthropic', /may not be used for this/],
    [plainReply(404, echo), 'openai-compatible', /not like an OpenAI-compatible service.*ends in \/v1/],
    [plainReply(405, echo), 'ollama', /not like Ollama.*11434/],
    [plainReply(400, echo), 'anthropic', /refuses the request.*api\.anthropic\.com/],
    [plainReply(429, echo, { 'retry-after': '30' }), 'openai-compatible', /wait 30 seconds/],
    [plainReply(529, echo), 'anthropic', /wait a while/],
    [plainReply(503, echo), 'openai-compatible', /not available now \(503\)/],
    [plainReply(500, echo), 'openai-compatible', /failed \(500\)/],
    [plainReply(302, echo, { location: 'http://127.0.0.1:9/' }), 'openai-compatible', /redirects/],
    [plainReply(200, `<html>${key}`), 'openai-compatible', /something else, not like an OpenAI/],
    [plainReply(200, '{"models":[]}'), 'openai-compatible', /not like an OpenAI/],
    [plainReply(200, '{"data":[{"id":7}]}'), 'anthropic', /not like Anthropic/],
    [plainReply(200, '[]'), 'ollama', /not like Ollama/],
    [plainReply(200, Buffer.alloc(9 * 1024 * 1024, 32)), 'openai-compatible', /something else/],
    [(response) => void response.writeHead(200), 'openai-compatible', /did not answer within 1 seconds/],
    [(response) => void response.socket?.resetAndDestroy(), 'openai-compatible', /broke/],
  ];
  for (const [reply, kind, expected] of cases) {
    const server = await serve(reply);
    const result = await providers.test(service(kind, server.baseUrl), key);
    expect(result).toMatchObject({ ok: false, models: [], detail: expect.stringMatching(expected) });
    expect(result.detail).toContain(new URL(server.baseUrl).host);
    expect(JSON.stringify(result)).not.toContain(key);
    expect(server.requests.length).toBeLessThanOrEqual(1);
  }
  const server = await serve(plainReply(401, echo));
  const without = await providers.test(service('openai-compatible', server.baseUrl));
  expect(without.detail).toMatch(/asks for a key/);
  for (const bad of [`${key}\nx`, `${key} x`, `${key}ł`]) {
    const result = await providers.test(service('openai-compatible', server.baseUrl), bad);
    expect(result.detail).toMatch(/copy it once more/);
    expect(JSON.stringify(result)).not.toContain(key);
  }
  expect(server.requests).toHaveLength(1);
});

it('tells nobody listening, no such machine, another protocol and a bad address apart', async () => {
  const { providers } = open();
  const gone = await serve(list());
  await gone[Symbol.asyncDispose]();
  const detail = async (kind: ProviderSettings['kind'], baseUrl?: string) =>
    (await providers.test(service(kind, baseUrl), key)).detail;
  expect(await detail('ollama', gone.baseUrl)).toMatch(
    /Nobody answers at 127\.0\.0\.1:\d+\. Is Ollama running\?/,
  );
  expect(await detail('openai-compatible', gone.baseUrl)).toMatch(/the port of its address/);
  expect(await detail('openai-compatible', 'http://host.invalid/v1')).toMatch(
    /no machine named host\.invalid/,
  );
  expect(await detail('openai-compatible')).toMatch(/has no address/);
  expect(await detail('openai-compatible', `http://me:${key}@127.0.0.1/`)).toMatch(
    /^(?!.*sk-).*holds a password/,
  );
  const plain = await serve(list());
  expect(await detail('openai-compatible', plain.baseUrl.replace('http:', 'https:'))).toMatch(
    /http:\/\/ or https:\/\//,
  );
  const mute = createServer((socket) => void socket.on('data', () => undefined).on('error', () => undefined));
  const port = await listen(mute);
  expect(await detail('openai-compatible', `http://127.0.0.1:${port}/v1`)).toMatch(/did not answer within/);
  const stop = AbortSignal.abort();
  await expect(providers.test(service('ollama', plain.baseUrl), key, stop)).rejects.toMatchObject({
    code: 'cancelled',
  });
});

it('takes the kept key along to the host it was kept for and to no other', async () => {
  const mine = await serve(list('m'));
  const other = await serve(list('m'));
  const saved = service('openai-compatible', mine.baseUrl);
  const world = open([saved]);
  world.secrets.set(providerSecretName('work'), key);
  expect(await world.providers.test(service('openai-compatible', `${mine.baseUrl}/sub`))).toMatchObject({
    ok: true,
  });
  expect(mine.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
  expect(await world.providers.test(service('openai-compatible', other.baseUrl))).toMatchObject({
    ok: false,
    detail: expect.stringContaining('enter the key once more'),
  });
  expect(await world.providers.test(service('openai-compatible', other.baseUrl), '')).toMatchObject({
    ok: true,
  });
  expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

it('lists the models of a service that is set up, and asks again after a minute or a change', async () => {
  const server = await serve(list('a'), plainReply(500, key), list('b'), list('c'));
  const world = open([service('openai-compatible', server.baseUrl)]);
  const { providers } = world;
  expect(await Promise.all([providers.models('work'), providers.models('work')])).toEqual([['a'], ['a']]);
  expect(server.requests).toHaveLength(1);
  world.now += 60_000;
  await expect(providers.models('work')).rejects.toMatchObject({
    code: 'provider_invalid_response',
    message: expect.not.stringContaining(key),
  });
  // A failure is not kept.
  expect(await providers.models('work')).toEqual(['b']);
  world.secrets.set(providerSecretName('work'), key);
  expect(await providers.models('work')).toEqual(['c']);
  await expect(providers.models('nobody')).rejects.toMatchObject({ code: 'not_found' });
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  disposables.push({
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
  return (server.address() as AddressInfo).port;
}
