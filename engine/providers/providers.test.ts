import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#base';
import {
  anthropicReply,
  type LanguageModelServer,
  type ModelReply,
  openAiReply,
  plainReply,
  rawStreamReply,
  startLanguageModelServer,
} from '#testing';
import { createProviders, type LanguageModel, providerSecretName } from './index.ts';
import { retryAfterMs } from './providerError.ts';

const key = 'sk-very-secret-key';
const question = 'Where does Ada keep her letters?';
const servers: LanguageModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
});

async function serve(...replies: [ModelReply, ...ModelReply[]]): Promise<LanguageModelServer> {
  const server = await startLanguageModelServer(
    (_, index) => replies[Math.min(index, replies.length - 1)] ?? replies[0],
  );
  servers.push(server);
  return server;
}

function open(
  baseUrl: string,
  kind: ProviderSettings['kind'] = 'openai-compatible',
  limits: object = {},
): Promise<LanguageModel> {
  const stored = new Map([[providerSecretName('work'), key]]);
  return createProviders({
    settings: () => [{ name: 'work', kind, baseUrl, defaultModel: 'base' }],
    secrets: {
      get: async (name) => stored.get(name) ?? null,
      set: async (name, value) => void stored.set(name, value),
      delete: async (name) => void stored.delete(name),
    },
    clock: { now: () => Date.now() },
    limits: { firstChunkMs: 3000, chunkMs: 300, maxRetryWaitMs: 2500, maxTries: 3, ...limits },
  }).resolve('work:llama3.2:1b');
}

async function run(model: LanguageModel, signal?: AbortSignal, onText?: (text: string) => void) {
  let text = '';
  try {
    const input = {
      system: 'Answer.',
      messages: [{ role: 'user' as const, text: question }],
      maxOutputTokens: 100,
      signal,
    };
    for await (const delta of model.stream(input)) {
      text += delta;
      onText?.(text);
    }
    return { text, error: undefined };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { text, error };
  }
}

describe('language models', () => {
  it('speaks the OpenAI protocol, with the key in its header and the model name whole', async () => {
    const server = await serve(openAiReply(['In ', 'the ', 'attic.']));
    const model = await open(server.baseUrl);
    expect(model).toMatchObject({ id: 'work:llama3.2:1b', contextTokens: 8192 });
    expect(await run(model)).toEqual({ text: 'In the attic.', error: undefined });
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key}` },
      body: {
        model: 'llama3.2:1b',
        stream: true,
        messages: [
          { role: 'system', content: 'Answer.' },
          { role: 'user', content: question },
        ],
      },
    });
  });

  it('speaks the Anthropic protocol, and Ollama by its root address', async () => {
    const anthropic = await serve(anthropicReply(['In ', 'the attic.']));
    expect(await run(await open(anthropic.baseUrl, 'anthropic'))).toEqual({
      text: 'In the attic.',
      error: undefined,
    });
    expect(anthropic.requests[0]).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': key } });
    const ollama = await serve(openAiReply(['Yes.']));
    expect((await run(await open(ollama.baseUrl.replace('/v1', ''), 'ollama'))).text).toBe('Yes.');
    expect(ollama.requests[0]?.path).toBe('/v1/chat/completions');
  });

  it('waits as long as it is asked to, then succeeds; gives up after three tries or a long wait', async () => {
    const limited = plainReply(429, '{"error":{"message":"slow down"}}', { 'retry-after': '1' });
    const once = await serve(limited, openAiReply(['Now.']));
    const started = performance.now();
    expect(await run(await open(once.baseUrl))).toEqual({ text: 'Now.', error: undefined });
    expect(performance.now() - started).toBeGreaterThan(950);

    const always = await serve(plainReply(429, '{}', { 'retry-after-ms': '10' }));
    expect((await run(await open(always.baseUrl))).error).toMatchObject({ code: 'provider_rate_limited' });
    expect(always.requests).toHaveLength(3);

    const long = await serve(plainReply(429, '{}', { 'retry-after': '3600' }));
    expect((await run(await open(long.baseUrl))).error?.message).toContain('3600 seconds');
    expect(long.requests).toHaveLength(1);
  });

  it('gives every refusal its code and never the key or the question', async () => {
    const echo = `{"error":{"message":"Incorrect key ${key} for: ${question}","type":"x"}}`;
    const cases: [ModelReply, ProviderSettings['kind'], string][] = [
      [plainReply(401, echo), 'openai-compatible', 'provider_rejected'],
      [plainReply(403, echo), 'anthropic', 'provider_rejected'],
      [plainReply(404, echo), 'ollama', 'provider_rejected'],
      [plainReply(400, echo), 'openai-compatible', 'provider_rejected'],
      [plainReply(500, echo), 'openai-compatible', 'provider_invalid_response'],
      [plainReply(503, echo), 'openai-compatible', 'provider_unreachable'],
      [plainReply(200, '<html>not json', {}), 'openai-compatible', 'provider_invalid_response'],
      [rawStreamReply(`data: {"broken ${key}\n\n`), 'openai-compatible', 'provider_invalid_response'],
      [
        rawStreamReply(Buffer.from([0xff, 0xfe, 0, 1, 2, 255, 10, 10])),
        'openai-compatible',
        'provider_invalid_response',
      ],
      [rawStreamReply(`data: ${echo}\n\n`), 'openai-compatible', 'provider_invalid_response'],
      [
        rawStreamReply(
          'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
        ),
        'anthropic',
        'provider_rate_limited',
      ],
      [rawStreamReply('data: [DONE]\n\n'), 'openai-compatible', 'provider_invalid_response'],
      [openAiReply([]), 'openai-compatible', 'provider_invalid_response'],
      [openAiReply([' ', '\n']), 'openai-compatible', 'provider_invalid_response'],
      [anthropicReply([]), 'anthropic', 'provider_invalid_response'],
    ];
    for (const [reply, kind, code] of cases) {
      const server = await serve(reply);
      const { error } = await run(await open(server.baseUrl, kind, { maxTries: 1 }));
      expect(error?.code).toBe(code);
      const everything = `${error?.message} ${error?.stack} ${JSON.stringify(error)} ${String(error?.cause)}`;
      expect(everything).not.toContain(key);
      expect(everything).not.toContain(question);
    }
  });

  it('does not take the key where a redirect points', async () => {
    const elsewhere = await serve(openAiReply(['Stolen.']));
    const server = await serve(plainReply(307, '', { location: `${elsewhere.baseUrl}/chat/completions` }));
    expect((await run(await open(server.baseUrl))).error).toMatchObject({ code: 'provider_rejected' });
    expect(elsewhere.requests).toHaveLength(0);
  });

  it('keeps what came before the stream was cut, by a reset or by a clean early end', async () => {
    for (const ending of ['reset', 'early'] as const) {
      for (const [kind, reply] of [
        ['openai-compatible', openAiReply(['In the'], { ending })],
        ['anthropic', anthropicReply(['In the'], { ending })],
      ] as const) {
        const server = await serve(reply);
        const { text, error } = await run(await open(server.baseUrl, kind));
        expect([kind, ending, text, error?.code]).toEqual([
          kind,
          ending,
          'In the',
          'provider_invalid_response',
        ]);
        expect(server.requests).toHaveLength(1);
      }
    }
  });

  it('ends a silent stream by its time limit, and a slow one not', async () => {
    const silent = await serve(openAiReply(['In'], { ending: 'silence' }));
    expect((await run(await open(silent.baseUrl))).error).toMatchObject({ code: 'provider_unreachable' });
    const slow = await serve(openAiReply(['a', 'b', 'c', 'd', 'e'], { delayMs: 120 }));
    expect((await run(await open(slow.baseUrl))).text).toBe('abcde');
  });

  it('stops at once when asked, and hangs up on the service', async () => {
    const server = await serve(
      openAiReply(
        Array.from({ length: 1000 }, () => 'word '),
        { delayMs: 10 },
      ),
    );
    const controller = new AbortController();
    const { text, error } = await run(await open(server.baseUrl), controller.signal, (soFar) => {
      if (soFar.length > 20) controller.abort();
    });
    expect(error?.code).toBe('cancelled');
    expect(text.length).toBeLessThan(60);
    await expect.poll(() => server.hangUps()).toBe(1);
    expect((await run(await open(server.baseUrl), AbortSignal.abort())).error?.code).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('says what cannot be reached, and what is not set up', async () => {
    const server = await serve(openAiReply(['x']));
    await server[Symbol.asyncDispose]();
    expect((await run(await open(server.baseUrl))).error).toMatchObject({
      code: 'provider_unreachable',
      details: { reason: 'ECONNREFUSED' },
    });
    expect((await run(await open('http://host.invalid/v1'))).error?.code).toBe('provider_unreachable');
    await expect(open('ftp://127.0.0.1/')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(open(`http://me:${key}@127.0.0.1/`)).rejects.toThrow(/^(?!.*sk-)/);
  });

  it('reads both forms of Retry-After', () => {
    expect(retryAfterMs({ 'retry-after': '7' }, 0)).toBe(7000);
    expect(retryAfterMs({ 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }, 4000)).toBe(5000);
    expect(retryAfterMs({ 'retry-after': 'soon' }, 0)).toBeUndefined();
  });
});
