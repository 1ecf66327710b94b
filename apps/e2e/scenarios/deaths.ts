import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { WorkerRole } from '../drivers/index.ts';
import { writeManyFiles } from '../harness/index.ts';
import {
  addFolder,
  documentTable,
  eventually,
  goTo,
  killProcess,
  waitForRest,
  watchFolder,
} from './moves.ts';
import type { Scenario } from './scenario.ts';

async function pidsOf(stage: Parameters<Scenario['run']>[0], role: WorkerRole): Promise<number[]> {
  const processes = await stage.app.processes();
  return processes.filter((entry) => entry.role === role).map(({ pid }) => pid);
}

/** The number that the library shows for all its documents. */
async function shownDocuments(stage: Parameters<Scenario['run']>[0]): Promise<number> {
  const page = stage.app.page();
  await goTo(page, 'Library');
  const shown = page.getByRole('button', { name: /^All documents \d/ });
  const text = (await shown.textContent()) ?? '';
  return Number(text.replaceAll(/\D/g, ''));
}

/**
 * Once the number is there, and nothing that an earlier scenario asked for adds to it: a library that they filled is not
 * empty.
 */
async function settledDocuments(stage: Parameters<Scenario['run']>[0]): Promise<number> {
  await waitForRest(stage.app.page());
  await eventually(() => shownDocuments(stage)).toBeGreaterThan(0);
  return shownDocuments(stage);
}

export const workersKilled: Scenario = {
  title: 'workers that are killed while a folder is read come back, and every file is read',
  async run(stage) {
    const { app, folder } = stage;
    const before = await settledDocuments(stage);
    const count = 250;
    writeManyFiles(join(folder, 'many'), count);
    await addFolder(app, join(folder, 'many'));
    for (const role of ['extraction', 'inference'] as const) {
      await eventually(async () => (await pidsOf(stage, role)).length).toBeGreaterThan(0);
      const killed = await pidsOf(stage, role);
      for (const pid of killed) killProcess(pid);
      await eventually(
        async () => (await pidsOf(stage, role)).filter((pid) => !killed.includes(pid)).length,
      ).toBeGreaterThan(0);
    }
    await eventually(() => shownDocuments(stage)).toBe(before + count);
    await waitForRest(app.page());
  },
};

/** In the page: a text, a line each, as the bytes of a PNG in base64. */
const drawText = (lines: readonly string[]) => `(() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 400 });
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.font = '48px sans-serif';
  ${JSON.stringify(lines)}.forEach((words, line) => context.fillText(words, 40, 90 + 80 * line));
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
})()`;

async function drawPictures(page: Page, at: string, count: number): Promise<void> {
  mkdirSync(at, { recursive: true });
  for (let number = 1; number <= count; number++) {
    const lines = [`Receipt number ${number}`, 'Three bags of white clay', `Paid in full on ${number} March`];
    const data = await page.evaluate<string>(drawText(lines));
    writeFileSync(join(at, `receipt-${number}.png`), Buffer.from(data, 'base64'));
  }
}

export const recognitionKilled: Scenario = {
  title: 'text recognition that is killed over a picture comes back, and every picture is read',
  async run(stage) {
    const { app, folder } = stage;
    const before = await settledDocuments(stage);
    const count = 4;
    await drawPictures(app.page(), join(folder, 'receipts'), count);
    await addFolder(app, join(folder, 'receipts'));
    await eventually(async () => (await pidsOf(stage, 'ocr')).length).toBeGreaterThan(0);
    const killed = await pidsOf(stage, 'ocr');
    for (const pid of killed) killProcess(pid);
    await eventually(() => shownDocuments(stage)).toBe(before + count);
    await waitForRest(app.page());
    await goTo(app.page(), 'Library');
    await app.page().getByPlaceholder('File or folder name').fill('receipt-');
    await eventually(() => documentTable(app.page()).getByText('Ready', { exact: true }).count()).toBe(count);
    await app.page().getByPlaceholder('File or folder name').fill('');
  },
};

export const engineKilled: Scenario = {
  title: 'an engine that is killed while a folder is read is revived: the window says so, and the jobs go on',
  needs: ['engineRevival'],
  async run(stage) {
    const { app, folder } = stage;
    const page = app.page();
    const before = await settledDocuments(stage);
    const count = 250;
    writeManyFiles(join(folder, 'more'), count);
    await addFolder(app, join(folder, 'more'));
    await eventually(() => shownDocuments(stage)).toBeGreaterThan(before);
    const [engine] = await pidsOf(stage, 'engine');
    expect(engine).toBeDefined();
    killProcess(engine ?? 0);
    await page
      .getByText(/engine stopped and is being started again|connection to Adiuva was lost/)
      .first()
      .waitFor();
    await eventually(async () => (await pidsOf(stage, 'engine'))[0] ?? engine).not.toBe(engine);
    await eventually(() => shownDocuments(stage)).toBe(before + count);
    await eventually(() => page.getByText(/engine stopped and is being started again/).count()).toBe(0);
    // The death itself is no fault of the page; what it was asking for then may be said in the console.
    expect(app.takeComplaints().filter((line) => !/lost|crashed/i.test(line))).toEqual([]);
  },
};

export const restartInTheMiddle: Scenario = {
  title: 'a power cut in the middle of an ingest: after the restart every file is read, none twice',
  isFresh: true,
  async run(stage) {
    const { app, folder } = stage;
    const count = 300;
    writeManyFiles(join(folder, 'many'), count);
    await app.page().getByRole('button', { name: 'Skip' }).click();
    await watchFolder(app, join(folder, 'many'));
    await eventually(() => shownDocuments(stage)).toBeGreaterThan(5);
    await app.crashAndReopen();
    await eventually(() => shownDocuments(stage)).toBe(count);
    await eventually(() =>
      documentTable(app.page()).getByText('Ready', { exact: true }).count(),
    ).toBeGreaterThan(5);
    await waitForRest(app.page());
    app.takeComplaints();
  },
};
