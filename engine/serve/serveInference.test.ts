import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inferenceContract } from '@adiuva/contracts/workers';
import { createClient, createPortPair } from '@adiuva/wire';
import { afterAll, expect, it } from 'vitest';
import { serveInference } from './serveInference.ts';

const modelsFolder = await mkdtemp(join(tmpdir(), 'adiuva-serve-'));
afterAll(() => rm(modelsFolder, { recursive: true }));

it('serves the builtin model over a port: nothing loaded until asked, progress, errors by code', async () => {
  const [server, client] = createPortPair();
  serveInference(server, { modelsFolder });
  const { call, close } = createClient(inferenceContract, client);
  expect(await call('inference.ping', {})).toMatchObject({ loaded: [] });

  const texts = ['The treaty was signed in 1990.', 'Onions are fried in butter.', 'treaties signed'];
  const progress: number[] = [];
  const embedded = await call(
    'inference.embed',
    { modelId: 'builtin', texts, purpose: 'passage', priority: 'background' },
    { onEvent: ({ done }) => progress.push(done) },
  );
  expect(embedded.dimensions).toBe(1024);
  expect(progress.at(-1)).toBe(3);
  const row = (index: number) => embedded.vectors.subarray(index * 1024, (index + 1) * 1024);
  const likeness = (a: number, b: number) =>
    row(a).reduce((sum, value, at) => sum + value * (row(b)[at] ?? 0), 0);
  expect(likeness(0, 2)).toBeGreaterThan(0.2);
  expect(likeness(0, 1)).toBeLessThan(0.15);

  const text = 'One sentence follows another in this text. '.repeat(50);
  const locator = { kind: 'text' as const, part: 0, start: 0, end: text.length, headingPath: [] };
  const { chunks } = await call('inference.chunk', {
    modelId: 'builtin',
    parts: [{ kind: 'text', text, blocks: [], locator }],
    options: { strategy: 'recursive', size: 100, overlap: 10 },
  });
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.every(({ tokenCount }) => tokenCount <= 100)).toBe(true);

  await expect(call('inference.load', { modelId: 'bge-m3' })).rejects.toMatchObject({
    code: 'model_not_installed',
  });
  expect(await call('inference.ping', {})).toMatchObject({ loaded: ['builtin'] });
  await call('inference.unload', {});
  expect(await call('inference.ping', {})).toMatchObject({ loaded: [] });
  close();
});
