import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { headlessDriver } from '../../apps/e2e/drivers/index.ts';
import { startAdiuva, writeManyFiles } from '../../apps/e2e/harness/index.ts';
import { fillDocumentLibrary } from '../documentLibrary.ts';
import { createRandom } from '../searchLibrary.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const documents = Number(process.env.ADIUVA_BENCH_DOCUMENTS ?? 100_000);
const seconds = 12;
const targetMs = 50;

export const suite: Suite = {
  name: 'scroll',
  description: `the library's table of ${documents} rows scrolled in Chromium for ${seconds} s, at rest and while a folder is ingested`,
  async run({ folder, log }: BenchContext): Promise<Measurement[]> {
    if (headlessDriver.missing) throw new Error(headlessDriver.missing);
    const home = join(folder, 'home');
    mkdirSync(home);
    fillDocumentLibrary(join(home, 'library.db'), documents, createRandom(7));
    log('library made');
    const app = await headlessDriver.open(home);
    try {
      const page = app.page();
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Library' }).click();
      await page.getByRole('grid', { name: 'Documents' }).getByRole('row').nth(5).waitFor();
      await scroll(page, 2);
      const atRest = await scroll(page, seconds);
      writeManyFiles(join(folder, 'many'), 5000);
      const ingest = startAdiuva(['ingest', join(folder, 'many'), '--json'], { home });
      await ingest.saw(/\d+\/5000/, 'stderr');
      const whileIngesting = await scroll(page, seconds);
      const isStillRunning = ingest.child.exitCode === null;
      ingest.child.kill('SIGINT');
      await ingest.ended;
      if (!isStillRunning) throw new Error('The ingest was over before the scrolling was.');
      return [...figures('at rest', atRest), ...figures('while a folder is ingested', whileIngesting)];
    } finally {
      await app.close();
    }
  },
};

function figures(when: string, frames: number[]): Measurement[] {
  const sorted = frames.toSorted((one, other) => one - other);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  const p99 = at(0.99);
  return [
    { name: `frame ${when}, p99`, unit: 'ms', value: p99, target: `under ${targetMs}`, met: p99 < targetMs },
    { name: `frame ${when}, median`, unit: 'ms', value: at(0.5) },
    { name: `frame ${when}, longest`, unit: 'ms', value: at(1) },
  ];
}

/** Wheels through the table, now and then with a jump to elsewhere; @returns the time of each frame, in ms */
async function scroll(page: Page, duration: number): Promise<number[]> {
  await page.evaluate(`(() => {
    const frames = (window.benchFrames = []);
    let last = performance.now();
    const tick = (now) => {
      frames.push(now - last);
      last = now;
      window.benchTick = requestAnimationFrame(tick);
    };
    window.benchTick = requestAnimationFrame((now) => { last = now; window.benchTick = requestAnimationFrame(tick); });
  })()`);
  const box = await page.getByRole('grid', { name: 'Documents' }).boundingBox();
  if (!box) throw new Error('There is no table.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const until = performance.now() + duration * 1000;
  for (let step = 0; performance.now() < until; step++) {
    await page.mouse.wheel(0, step % 40 === 39 ? 400_000 : step % 200 < 100 ? 240 : 900);
    await sleep(16);
  }
  const frames = await page.evaluate<number[]>('cancelAnimationFrame(benchTick), benchFrames');
  const moved = await page
    .getByRole('grid', { name: 'Documents' })
    .getByRole('row')
    .nth(3)
    .getAttribute('aria-rowindex');
  if (Number(moved) < 500) throw new Error(`The table did not scroll: row ${moved}.`);
  return frames;
}
