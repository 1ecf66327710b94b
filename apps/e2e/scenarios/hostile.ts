import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { hostileHtml, hostileMarkdown, hostileSvg } from './hostileContent.ts';
import { startLanguageModel } from './languageModel.ts';
import { listen } from './listener.ts';
import { addFolder, ask, documentRow, documentTable, eventually, goTo, viewer } from './moves.ts';
import type { Scenario } from './scenario.ts';

/** Nothing ran: no global was set, no dialog came, the page is where it was and still whole. */
async function expectUntouched(page: Page, address: string, dialogs: readonly string[]): Promise<void> {
  expect(dialogs).toEqual([]);
  for (const frame of page.frames())
    expect(await frame.evaluate('window.hostile').catch(() => undefined), frame.url()).toBeUndefined();
  expect(page.url().replace(/[#?].*/, '')).toBe(address);
  expect(
    await page
      .locator('script[src^="http://127"], iframe[src^="http"], [onerror], [onload], [onclick]')
      .count(),
  ).toBe(0);
  const links = await page
    .locator('a[href]')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  expect(links.filter((href) => !/^(?:https?:|mailto:|#)/i.test(href))).toEqual([]);
}

/** Closed doors are no complaints of the page: its policy may say that it kept one shut. */
const isPolicyAtWork = (line: string) =>
  /Content Security Policy|Blocked script execution|sandboxed/i.test(line);

export const hostileDocuments: Scenario = {
  title:
    'hostile Markdown, HTML and SVG in documents: looked at and quoted, they run nothing and fetch nothing',
  async run({ app, folder }) {
    const page = app.page();
    const address = page.url().replace(/[#?].*/, '');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const server = await listen();
    try {
      const files = join(folder, 'hostile');
      mkdirSync(files);
      writeFileSync(join(files, 'pomegranate-report.md'), hostileMarkdown(server.origin));
      writeFileSync(join(files, 'pomegranate-page.html'), hostileHtml(server.origin));
      writeFileSync(join(files, 'pomegranate-drawing.svg'), hostileSvg(server.origin));
      await addFolder(app, files);
      for (const name of ['pomegranate-report.md', 'pomegranate-page.html']) {
        const row = documentRow(page, name);
        await row.getByText('Ready', { exact: true }).waitFor();
        await row.getByRole('button').first().click();
        await viewer(page)
          .getByText(/pomegranate/i)
          .first()
          .waitFor();
        // Every way of looking at it that there is.
        for (const radio of await viewer(page).getByRole('radio').all()) {
          await radio.evaluate((input) => (input as unknown as { click(): void }).click());
          await page.waitForTimeout(400);
          await expectUntouched(page, address, dialogs);
        }
        await page.keyboard.press('Escape');
      }
      await goTo(page, 'Chat');
      await ask(page, 'How many crates is the pomegranate quota?');
      await eventually(() => page.getByRole('article').last().textContent()).toMatch(/seven crates/);
      await expectUntouched(page, address, dialogs);
      expect(server.asked).toEqual([]);
      expect(app.takeComplaints().filter((line) => !isPolicyAtWork(line))).toEqual([]);
    } finally {
      await server.close();
      page.removeAllListeners('dialog');
    }
  },
};

async function openServices(page: Page): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('tab', { name: 'Language models' }).click();
}

/** Sets a service up as a person does, and makes it the one that answers. */
async function setUpService(page: Page, name: string, address: string): Promise<void> {
  await openServices(page);
  await page.getByRole('button', { name: 'Add a service' }).click();
  const form = page.getByRole('dialog');
  await form
    .getByRole('combobox', { name: 'Service' })
    .or(form.getByRole('textbox', { name: 'Service' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Other (OpenAI-compatible)' }).click();
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('textbox', { name: 'Address' }).fill(address);
  await form.getByLabel('Model', { exact: true }).fill('parrot');
  await form.getByRole('button', { name: 'Save' }).click();
  await eventually(() => form.count()).toBe(0);
  await page.getByRole('combobox', { name: 'Who answers' }).click();
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click();
}

export const hostileStream: Scenario = {
  title:
    'a language model that streams hostile Markdown, cut at every place: nothing runs, nothing is fetched',
  async run({ app }) {
    const page = app.page();
    const address = page.url().replace(/[#?].*/, '');
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const server = await listen();
    const text = hostileMarkdown(server.origin);
    const model = await startLanguageModel([
      text,
      `${text.slice(0, text.length / 2)}\n\n<scr`,
      [...text].reverse().join(''),
    ]);
    try {
      await setUpService(page, 'parrot', `${model.origin}/v1`);
      await goTo(page, 'Chat');
      for (const question of ['How many crates is the quota?', 'And again?', 'Backwards?']) {
        await ask(page, question);
        const answer = page.getByRole('article', { name: 'Answer' }).last();
        // While it streams, not only afterwards.
        while ((await answer.getAttribute('aria-busy').catch(() => null)) !== 'false') {
          await expectUntouched(page, address, dialogs);
          await page.waitForTimeout(50);
          if (
            (await page.getByRole('button', { name: 'Stop answering' }).count()) === 0 &&
            (await answer.count()) > 0
          )
            break;
        }
        await expectUntouched(page, address, dialogs);
      }
      expect(model.asked.filter((line) => line.startsWith('POST')).length).toBeGreaterThanOrEqual(3);
      expect(server.asked).toEqual([]);
      expect(app.takeComplaints().filter((line) => !isPolicyAtWork(line))).toEqual([]);
      // The documents' own sentences answer again.
      await openServices(page);
      await page.getByRole('combobox', { name: 'Who answers' }).click();
      await page.getByRole('option', { name: /^No language model/ }).click();
    } finally {
      await Promise.all([server.close(), model.close()]);
      page.removeAllListeners('dialog');
    }
    await goTo(page, 'Library');
    await documentTable(page).waitFor();
  },
};
