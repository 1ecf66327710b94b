import { procedure } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { AppError, createClient, createPortPair, type Port, serveContract } from './index.ts';

const contract = {
  'test.double': procedure({ input: z.object({ n: z.number() }), output: z.number() }),
  'test.count': procedure({
    input: z.object({ to: z.number() }),
    output: z.string(),
    event: z.object({ at: z.number() }),
  }),
  'test.wait': procedure({ input: z.object({}), output: z.string() }),
  'test.fail': procedure({ input: z.object({ known: z.boolean() }), output: z.string() }),
  'test.lie': procedure({ input: z.object({}), output: z.number() }),
  'test.whoami': procedure({ input: z.object({}), output: z.string() }),
  'test.bytes': procedure({ input: z.object({}), output: z.instanceof(Float32Array) }),
};

function open(options: { maxConcurrentCalls?: number; hidesDefects?: boolean } = {}) {
  const [near, far] = createPortPair();
  const stopped: string[] = [];
  const defects: string[] = [];
  serveContract(
    contract,
    far,
    {
      'test.double': ({ n }) => n * 2,
      'test.count': ({ to }, { emit }) => {
        for (let at = 1; at <= to; at++) emit({ at });
        return 'counted';
      },
      'test.wait': (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            stopped.push('wait');
            reject(new AppError('cancelled', 'Stopped.'));
          });
        }),
      'test.fail': ({ known }) => {
        throw known
          ? new AppError('file_empty', 'It is empty.', { details: { path: '/a' } })
          : new TypeError('oops');
      },
      'test.lie': () => 'not a number' as never,
      'test.whoami': (_input, { caller }) => caller,
      'test.bytes': () => new Float32Array([1, 2.5]),
    },
    'somebody',
    { onDefect: (method) => defects.push(method), ...options },
  );
  return { near, client: createClient(contract, near), stopped, defects };
}

it('answers calls, streams events in order, and knows who calls', async () => {
  const { client } = open();
  const seen: number[] = [];
  expect(await client.call('test.double', { n: 21 })).toBe(42);
  expect(await client.call('test.count', { to: 3 }, { onEvent: ({ at }) => seen.push(at) })).toBe('counted');
  expect(seen).toEqual([1, 2, 3]);
  expect(await client.call('test.whoami', {})).toBe('somebody');
  expect([...(await client.call('test.bytes', {}))]).toEqual([1, 2.5]);
});

it('carries coded errors whole, and hides what is ours behind internal', async () => {
  const { client, defects } = open();
  await expect(client.call('test.fail', { known: true })).rejects.toMatchObject({
    code: 'file_empty',
    message: 'It is empty.',
    details: { path: '/a' },
  });
  await expect(client.call('test.fail', { known: false })).rejects.toMatchObject({ code: 'internal' });
  expect(defects).toEqual(['test.fail']);
  const guarded = open({ hidesDefects: true }).client.call('test.fail', { known: false });
  await expect(guarded).rejects.not.toThrow('oops');
});

it('believes neither side: inputs and outputs are parsed', async () => {
  const { client } = open();
  await expect(client.call('test.double', { n: 'x' } as never)).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(client.call('test.lie', {})).rejects.toMatchObject({ code: 'internal' });
});

it('cancels at once and tells the other side', async () => {
  const { client, stopped } = open();
  const controller = new AbortController();
  const call = client.call('test.wait', {}, { signal: controller.signal });
  controller.abort();
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => stopped).toEqual(['wait']);
  await expect(client.call('test.double', { n: 1 }, { signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});

it('fails what was asked and stops what was running when the port closes', async () => {
  const { client, stopped } = open();
  const call = client.call('test.wait', {});
  client.close();
  await expect(call).rejects.toMatchObject({ code: 'worker_crashed' });
  await expect.poll(() => stopped).toEqual(['wait']);
  await expect(client.call('test.double', { n: 1 })).rejects.toMatchObject({ code: 'worker_crashed' });
});

it('is not thrown by garbage, unknown methods, prototype names, or too many calls', async () => {
  const { near, client } = open({ maxConcurrentCalls: 2 });
  for (const junk of [
    null,
    7,
    'x',
    {},
    { t: 'call' },
    { t: 'call', id: 'a', method: 1 },
    { t: 'result', id: 1 },
  ]) {
    near.postMessage(junk);
  }
  for (const method of ['test.nothing', '__proto__', 'constructor', 'toString']) {
    await expect(rawCall(near, method)).resolves.toMatchObject({ t: 'error', error: { code: 'not_found' } });
  }
  const waiting = [client.call('test.wait', {}), client.call('test.wait', {})];
  for (const call of waiting) call.catch(() => undefined);
  await expect(client.call('test.double', { n: 1 })).rejects.toMatchObject({ code: 'unavailable' });
});

it('lets nobody wait for an answer that cannot be read, or for a question that cannot be sent', async () => {
  const [near, far] = createPortPair();
  far.onMessage((message) => {
    const { id } = message as { id: number };
    far.postMessage({ t: 'error', id, error: { code: 'from_the_future', message: '?' } });
  });
  const client = createClient(contract, near);
  await expect(client.call('test.double', { n: 1 })).rejects.toMatchObject({ code: 'internal' });
  const unsendable = { n: () => 1 } as never;
  await expect(client.call('test.double', unsendable)).rejects.toMatchObject({ code: 'internal' });
});

let rawId = 5000;
function rawCall(port: Port, method: string): Promise<unknown> {
  const id = rawId++;
  return new Promise((resolve) => {
    port.onMessage((message) => (message as { id: number }).id === id && resolve(message));
    port.postMessage({ t: 'call', id, method, input: {} });
  });
}
