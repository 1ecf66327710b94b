import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventOf } from '@adiuva/contracts';
import { ocrContract, type PicturePlace } from '@adiuva/contracts/workers';
import { rotateBitmap } from '@adiuva/native/images';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createExtractor } from '#extraction';
import { ocrAvailability, ocrWorkerLimits } from '#ocrLanguages';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { createWorkerPool } from '#workers';
import { buildPdf, column } from './extraction/testing/buildPdf.ts';
import { buildPng, buildTiff, chequered } from './extraction/testing/buildPictures.ts';
import { generousLimits } from './extraction/testing/extractBytes.ts';

type Picture = Extract<EventOf<(typeof ocrContract)['ocr.recognise']>, { type: 'picture' }>;

const folder = makeTemporaryFolder();
const modelsFolder = join(folder.path, 'models');
mkdirSync(modelsFolder);
const pool = createWorkerPool({
  host: sourceWorkers,
  kind: 'ocr',
  contract: ocrContract,
  ...ocrWorkerLimits(modelsFolder),
  log: silentLog,
  clock: { now: Date.now },
});
const sentences = [
  'The harbour master keeps a ledger',
  'of every vessel that arrives at night,',
  'its cargo, its captain and its flag.',
];
/** The page as a scanner would give it: pixels and nothing else. */
let scan: { data: Uint8Array; width: number; height: number };

beforeAll(async () => {
  const pdf = join(folder.path, 'page.pdf');
  writeFileSync(pdf, buildPdf([{ lines: column(sentences, 60, 340, 18, 26), width: 420, height: 400 }]));
  const drawable = await createExtractor().openDrawable({ path: pdf, limits: generousLimits }, []);
  scan = await drawable.draw(1, { maxSize: 900, grey: true });
});

afterAll(async () => {
  await pool.close();
  folder.remove();
});

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
}

async function recognise(
  path: string,
  pictures: PicturePlace[] = [{}],
  languages = ['eng'],
): Promise<Picture['text'][]> {
  const found: Picture[] = [];
  const input = { path, limits: generousLimits, languages, pictures };
  const onEvent = (event: { type: 'alive' } | Picture) =>
    void (event.type === 'picture' && found.push(event));
  const { recognised } = await pool.call('ocr.recognise', input, { onEvent });
  expect([recognised, found.map(({ index }) => index)]).toEqual([
    pictures.length,
    pictures.map((_, index) => index),
  ]);
  return found.map(({ text }) => text);
}

const hasEnglish = ocrAvailability(modelsFolder).languages.includes('eng');

it.runIf(hasEnglish)('reads a scan, and says where each of its lines stands', async () => {
  const [read] = await recognise(write('scan.png', buildPng(scan)));
  expect(read?.text).toBe(sentences.join('\n'));
  expect(read?.ocrConfidence).toBeGreaterThan(0.85);
  expect(read?.lines?.map(({ start, end }) => read.text.slice(start, end))).toEqual(sentences);
  const [first, , last] = read?.lines ?? [];
  expect(first?.box.x).toBeCloseTo(60 / 420, 1);
  expect(first?.box.y).toBeCloseTo(45 / 400, 1);
  expect(last?.box.y).toBeGreaterThan(first?.box.y ?? 1);
});

it.runIf(hasEnglish)('reads what lies on its side, stands on its head or is skewed', async () => {
  for (const degrees of [90, 180, 5]) {
    const { data, width, height } = await rotateBitmap({ ...scan, channels: 1 }, degrees);
    const [read] = await recognise(write(`turned-${degrees}.png`, buildPng({ data, width, height })));
    expect([degrees, read?.text]).toEqual([degrees, sentences.join('\n')]);
    // Upside down, what was at the top left is at the bottom right.
    if (degrees === 180) expect(read?.lines?.[0]?.box.y).toBeGreaterThan(0.7);
    if (degrees === 90) expect(read?.lines?.[0]?.box.x).toBeGreaterThan(0.7);
  }
});

it.runIf(hasEnglish)(
  'reads pages of a stack and pictures inside of archives, each by its place',
  async () => {
    const blank = chequered(300, 200, 200);
    const zip = write(
      'box.zip',
      zipSync({ 'in/stack.tiff': buildTiff([blank, scan]), 'scan.png': buildPng(scan) }),
    );
    const stack = [{ kind: 'archive' as const, name: 'in/stack.tiff' }];
    const read = await recognise(zip, [
      { within: stack, page: 2 },
      { within: stack, page: 1 },
      { within: stack, page: 7 },
      { within: [{ kind: 'archive', name: 'absent.png' }] },
      { within: [{ kind: 'archive', name: 'scan.png' }] },
    ]);
    const whole = sentences.join('\n');
    expect(read.map(({ text }) => text)).toEqual([whole, '', '', '', whole]);
    expect(read[1]).toEqual({ text: '', blocks: [], lines: [] });
  },
);

it.runIf(hasEnglish)('finds nothing in a picture of something, and goes on after a broken one', async () => {
  const [pattern] = await recognise(write('tiles.png', buildPng(chequered(600, 400, 9))));
  expect(pattern?.text).toBe('');
  const broken = buildTiff([chequered(100, 100)], { claims: { width: 4_000_000, height: 4_000_000 } });
  expect((await recognise(write('broken.tiff', broken)))[0]?.text).toBe('');
  await expect(recognise(join(folder.path, 'gone.tiff'))).rejects.toMatchObject({ code: 'file_not_found' });
  const [read] = await recognise(write('again.png', buildPng(scan)));
  expect(read?.text).toBe(sentences.join('\n'));
});

it('says so when no language it was asked for is there, or its data is damaged', async () => {
  const path = write('any.png', buildPng(scan));
  await expect(recognise(path, [{}], ['tlh'])).rejects.toMatchObject({ code: 'ocr_unavailable' });
  mkdirSync(join(modelsFolder, 'ocr-lat'));
  writeFileSync(join(modelsFolder, 'ocr-lat', 'lat.traineddata.gz'), 'not what it was');
  expect(ocrAvailability(modelsFolder).languages).toContain('lat');
  await expect(recognise(path, [{}], ['lat'])).rejects.toMatchObject({ code: 'ocr_unavailable' });
});

it.runIf(hasEnglish)('ends at once when it is cancelled, and reads the next', async () => {
  const controller = new AbortController();
  const path = write('cancelled.png', buildPng(scan));
  const input = { path, limits: generousLimits, languages: ['eng'], pictures: Array(50).fill({}) };
  const call = pool.call('ocr.recognise', input, {
    signal: controller.signal,
    onEvent: ({ type }) => type === 'picture' && controller.abort(),
  });
  await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  expect((await recognise(path))[0]?.text).toBe(sentences.join('\n'));
});
