import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineContract } from '@adiuva/contracts/rpc';
import { extractionContract } from '@adiuva/contracts/workers';
import { createClient, createPortPair } from '@adiuva/wire';
import { afterAll, expect, it } from 'vitest';
import { localUser } from '#base';
import { createPageImages, type WantedImage } from '#pageImages';
import { createTestHost, makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { createWorkerPool } from '#workers';
import { createEngine } from './createEngine.ts';
import { buildPdf } from './extraction/testing/buildPdf.ts';
import { buildPng, buildTiff, chequered } from './extraction/testing/buildPictures.ts';
import { generousLimits } from './extraction/testing/extractBytes.ts';

const folder = makeTemporaryFolder();
const never = new AbortController().signal;
let now = Date.now();
const extraction = createWorkerPool({
  host: sourceWorkers,
  kind: 'extraction',
  contract: extractionContract,
  size: 1,
  callsPerWorker: 1,
  init: {},
  idleMs: 60_000,
  maxCalls: 1000,
  log: silentLog,
  clock: { now: Date.now },
});

afterAll(async () => {
  await extraction.close();
  folder.remove();
});

function open(name: string, maxBytes?: number) {
  const cache = join(folder.path, name);
  const images = createPageImages({
    folder: cache,
    extraction,
    limits: generousLimits,
    clock: { now: () => now },
    ...(maxBytes !== undefined && { maxBytes }),
  });
  return { cache, images };
}

function write(name: string, bytes: Uint8Array): WantedImage {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  const { size, mtimeMs } = statSync(path);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  return { path, contentHash, size, mtimeMs, place: {}, maxSize: 200 };
}

function filesIn(cache: string): string[] {
  return readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
}

/** Out of the header of a lossy WebP. */
function sizeOf(webp: Uint8Array): [number, number] {
  const view = Buffer.from(webp);
  expect(view.toString('latin1', 8, 15)).toBe('WEBPVP8');
  return [view.readUInt16LE(26) & 0x3fff, view.readUInt16LE(28) & 0x3fff];
}

it('draws a page once, for all who ask, and keeps it', async () => {
  const { cache, images } = open('once');
  const wanted = write('two.pdf', buildPdf([{ lines: [] }, { lines: [], width: 792, height: 612 }]));
  const second = { ...wanted, place: { page: 2 } };
  const all = await Promise.all([
    images.get(wanted, never),
    images.get(wanted, never),
    images.get(second, never),
  ]);
  expect(all.map(sizeOf)).toEqual([
    [155, 200],
    [155, 200],
    [200, 155],
  ]);
  expect(filesIn(cache)).toHaveLength(2);
  // What is kept is what is given, with no look at the file.
  const kept = filesIn(cache).map((name) => join(cache, name));
  for (const path of kept) writeFileSync(path, 'kept');
  expect(Buffer.from(await images.get(wanted, never)).toString()).toBe('kept');
});

it('does not show a file that is not the one that was read', async () => {
  const { images } = open('changed');
  const wanted = write('changed.png', buildPng(chequered(64, 64)));
  await expect(images.get({ ...wanted, mtimeMs: wanted.mtimeMs - 5 }, never)).rejects.toMatchObject({
    code: 'file_changed',
  });
  await expect(images.get({ ...wanted, path: `${wanted.path}.gone` }, never)).rejects.toMatchObject({
    code: 'file_not_found',
  });
  const text = write('words.txt', Buffer.from('Words without looks.'));
  await expect(images.get(text, never)).rejects.toMatchObject({ code: 'file_unsupported' });
});

it('goes on for the others when one has left, and stops when all have', async () => {
  const { cache, images } = open('left');
  const wanted = write('stack.tiff', buildTiff([chequered(300, 200), chequered(200, 300)]));
  const one = new AbortController();
  const left = images.get(wanted, one.signal);
  const stayed = images.get(wanted, never);
  one.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  expect(sizeOf(await stayed)).toEqual([200, 133]);
  const alone = new AbortController();
  const given = images.get({ ...wanted, place: { page: 2 } }, alone.signal);
  alone.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  expect(sizeOf(await images.get({ ...wanted, place: { page: 2 } }, never))).toEqual([133, 200]);
  expect(filesIn(cache)).toHaveLength(2);
});

it('removes pictures of documents that are gone, half written ones, and the longest unused', async () => {
  const { cache, images } = open('swept', 1);
  const one = write('one.png', buildPng(chequered(64, 64)));
  const two = write('two.png', buildPng(chequered(80, 64)));
  await images.get(one, never);
  await images.get(two, never);
  writeFileSync(join(cache, one.contentHash, 'x.webp.cut.part'), 'half');
  await images.sweep((hashes) => hashes.filter((hash) => hash === one.contentHash));
  expect(readdirSync(cache)).toEqual([one.contentHash]);
  expect(filesIn(cache)).toEqual([join(one.contentHash, 'x.webp.cut.part')]);
  now += 3_600_000;
  await images.get(one, never);
  await images.sweep((hashes) => hashes);
  expect(filesIn(cache)).toEqual([]);
});

it('shows documents over the contract, and forgets them with the document', async () => {
  const home = join(folder.path, 'home');
  const engine = await createEngine(createTestHost(home));
  try {
    const [near, far] = createPortPair();
    engine.connect(far, localUser);
    const client = createClient(engineContract, near);
    const wanted = write('shown.pdf', buildPdf([{ lines: [{ text: 'Words on a page.', x: 60, y: 700 }] }]));
    await client.call('library.ingest', { paths: [wanted.path] });
    const { documents } = await client.call('library.list', {});
    const id = documents[0]?.id ?? '';
    const thumbnail = await client.call('pictures.thumbnail', { id });
    expect(sizeOf(Buffer.from(thumbnail.data, 'base64'))).toEqual([247, 320]);
    const page = await client.call('pictures.page', { id, part: 0, maxSize: 800 });
    expect(sizeOf(Buffer.from(page.data, 'base64'))).toEqual([618, 800]);
    await expect(client.call('pictures.page', { id, page: 2 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.call('pictures.thumbnail', { id: 'other' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const cache = join(home, 'cache', 'pictures');
    expect(filesIn(cache)).toHaveLength(2);
    await client.call('library.remove', { target: id });
    expect(filesIn(cache)).toEqual([]);
    expect(readFileSync(wanted.path).length).toBe(wanted.size);
  } finally {
    await engine.close();
  }
});
