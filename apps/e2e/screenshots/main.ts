// Writes docs/screenshots: run by scripts/screenshots.mjs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { type OpenedApp, standInDriver } from '../drivers/index.ts';
import { root } from '../harness/index.ts';
import { record } from '../scenarios/liveRecording.ts';
import { documentRow, goTo, viewer } from '../scenarios/moves.ts';
import { missingVoices, seedSpokenLibrary } from '../scenarios/spokenLibrary.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: join(root, 'docs', 'screenshots') } },
});
const home = mkdtempSync(join(tmpdir(), 'adiuva-screenshots-'));
mkdirSync(values.out, { recursive: true });
if (standInDriver.missing) throw new Error(standInDriver.missing);
const app = await standInDriver.open(home);
try {
  await shoot(app);
} finally {
  await app.close();
  rmSync(home, { recursive: true, force: true });
}
if (missingVoices() === '') await withSpokenLibrary(shootRecordings);
else process.stderr.write(`No pictures of recordings: ${missingVoices()}\n`);

async function shoot({ page: pageOf, quickChat, outside }: OpenedApp): Promise<void> {
  const page = pageOf();
  const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
  await page.getByLabel('Try it with the sample library').waitFor();
  await keep(page, 'welcome');
  await page.getByLabel('Try it with the sample library').check();
  while ((await button('Next').count()) > 0) await button('Next').click();
  await button('Start').click();
  await button('Library').click();
  await page.getByText('Ready', { exact: true }).nth(9).waitFor();
  await keep(page, 'library');
  await button('Chat').click();
  await keep(page, 'chat-empty');
  await ask(page, 'What does an evening class cost?');
  await keep(page, 'chat');
  await page
    .getByRole('button', { name: /^Source \d+: / })
    .first()
    .click();
  await page.getByRole('complementary', { name: 'Source' }).locator('mark').first().waitFor();
  await keep(page, 'chat-source');
  await page.keyboard.press('Escape');
  await button('Library').click();
  await page.getByRole('row').filter({ hasText: 'quote-vesta-200.pdf' }).getByRole('button').first().click();
  await page.getByRole('complementary', { name: 'Source' }).locator('canvas').first().waitFor();
  await keep(page, 'document');
  await page.keyboard.press('Escape');
  for (const view of ['Activity', 'Models'] as const) {
    await button(view).click();
    await keep(page, view.toLowerCase());
  }
  await button('Settings').click();
  for (const name of ['General', 'Language models', 'Privacy', 'Data', 'About']) {
    await page.getByRole('tab', { name }).click();
    await keep(page, `settings-${name.toLowerCase().replace(' ', '-')}`);
  }
  const [shortcut = ''] = await outside.shortcuts();
  await outside.pressShortcut(shortcut);
  const quick = await quickChat();
  await ask(quick, 'When is the studio open?');
  for (const colorScheme of ['light', 'dark'] as const) {
    await quick.emulateMedia({ colorScheme });
    await quick.waitForTimeout(300);
    await capture(quick, `quick-chat-${colorScheme}`);
  }
}

/** An app whose library has been listened to: what is shown of it is as an engine left it. */
async function withSpokenLibrary(work: (app: OpenedApp) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'adiuva-screenshots-'));
  try {
    await seedSpokenLibrary(join(folder, 'home'), folder);
    const spoken = await standInDriver.open(join(folder, 'home'));
    await work(spoken).finally(spoken.close);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function shootRecordings({ page: pageOf }: OpenedApp): Promise<void> {
  const page = pageOf();
  await goTo(page, 'Library');
  await documentRow(page, 'council.wav').getByRole('button').first().click();
  const transcript = viewer(page).getByRole('list', { name: 'What is said' });
  for (const [speaker, name] of [
    ['Speaker 1', 'Jakub Nowak'],
    ['Speaker 2', 'Anna Kowalska'],
  ] as const) {
    await viewer(page)
      .getByRole('button', { name: `Actions for ${speaker}` })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Name…' }).click();
    await page.getByRole('dialog').getByRole('combobox').fill(name);
    await page.keyboard.press('Enter');
    await transcript.getByText(name, { exact: true }).first().waitFor();
  }
  await transcript.locator('[data-word]').filter({ hasText: 'Lugano.' }).click();
  await keep(page, 'recording');
  await page.keyboard.press('Escape');
  await goTo(page, 'Settings');
  for (const name of ['Recordings', 'People']) {
    await page.getByRole('tab', { name, exact: true }).click();
    await keep(page, `settings-${name.toLowerCase()}`);
  }
  await goTo(page, 'Library');
  await record(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await keep(page, 'live-recording');
}

async function ask(page: Page, question: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Your question' });
  await field.fill(question);
  await field.press('Enter');
  await page
    .getByRole('button', { name: /^Source \d+: / })
    .first()
    .waitFor();
}

/** One screen in both schemes and both widths. */
async function keep(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(350);
      await capture(page, `${name}-${colorScheme}-${width}`);
    }
  }
}

/** A third of what the same picture takes as PNG. */
async function capture(page: Page, name: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  await cdp.detach();
  writeFileSync(join(values.out, `${name}.webp`), Buffer.from(data, 'base64'));
}
