import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventOf } from '@adiuva/contracts';
import { extractionContract } from '@adiuva/contracts/workers';
import { createClient, createPortPair } from '@adiuva/wire';
import { expect, it } from 'vitest';
import { serveExtraction } from './serveExtraction.ts';

it('answers over a port with the extraction, its progress, its errors and its memory', async () => {
  const [near, far] = createPortPair();
  serveExtraction(far);
  const client = createClient(extractionContract, near);
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-worker-'));
  const limits = {
    maxBytes: { document: 1_000_000, image: 1_000_000, archive: 1_000_000, recording: 1_000_000 },
    maxTextLength: 1_000_000,
    maxMembers: 10,
    maxDepth: 2,
    maxUnpackedBytes: 1_000_000,
  };
  try {
    const path = join(folder, 'a.md');
    await writeFile(path, '# Hello\n\nworld');
    const events: EventOf<(typeof extractionContract)['extraction.extract']>[] = [];
    const found = await client.call(
      'extraction.extract',
      { path, limits },
      { onEvent: (event) => events.push(event) },
    );
    expect(found).toMatchObject({ mediaType: 'text/markdown', metadata: { title: 'Hello' }, partCount: 1 });
    expect(events.filter((event) => event.type === 'progress').at(-1)).toMatchObject({ done: 1, total: 1 });
    expect(events.flatMap((event) => (event.type === 'part' ? [event.part.text] : []))).toEqual([
      '# Hello\n\nworld',
    ]);
    await expect(
      client.call('extraction.extract', { path: join(folder, 'none'), limits }),
    ).rejects.toMatchObject({ code: 'file_not_found' });
    expect((await client.call('extraction.ping', {})).rssBytes).toBeGreaterThan(1_000_000);
  } finally {
    client.close();
    await rm(folder, { recursive: true, force: true });
  }
});
