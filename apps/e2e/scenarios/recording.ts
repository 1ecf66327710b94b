import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers } from './accessible.ts';
import { documentRow, eventually, goTo, viewer } from './moves.ts';
import type { Scenario } from './scenario.ts';
import { missingVoices, seedSpokenLibrary, spokenWords } from './spokenLibrary.ts';

const transcript = (page: Page) => viewer(page).getByRole('list', { name: 'What is said' });
const place = (page: Page) => viewer(page).getByRole('slider', { name: 'Place in the recording' });
/** The element that plays, as far as it is looked at. */
const sound = (page: Page) =>
  viewer(page)
    .locator('audio')
    .evaluate((audio) => {
      const { currentTime, paused } = audio as unknown as { currentTime: number; paused: boolean };
      return { seconds: currentTime, isPaused: paused };
    });

export const recordingReadAlong: Scenario = {
  title: 'a recording is read along, put right by the keyboard, and found again at its second',
  isFresh: true,
  missing: missingVoices(),
  prepare: seedSpokenLibrary,
  async run({ app, folder }) {
    const page = app.page();
    const { keyboard } = page;
    const words = spokenWords(folder);
    await goTo(page, 'Library');
    await documentRow(page, 'council.wav').getByRole('button').first().click();
    await transcript(page).getByText('Lugano.').waitFor();

    // A word leads to its second, and playing goes on from there with the words.
    const lugano = words.find(({ text }) => text === 'Lugano.')?.startMs ?? Number.NaN;
    await transcript(page).locator('[data-word]').filter({ hasText: 'Lugano.' }).click();
    expect(await place(page).getAttribute('aria-valuenow')).toBe(String(Math.floor(lugano / 1000)));
    await keyboard.press('k');
    await eventually(async () => (await sound(page)).seconds).toBeGreaterThan(lugano / 1000 + 1.5);
    await keyboard.press('k');
    const said = await transcript(page).locator('[data-now][data-word]').textContent();
    expect(words.map(({ text }) => text)).toContain(said);

    // Put right where it stands.
    await transcript(page).getByRole('listitem').first().focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('e');
    await keyboard.type(' It is called the mandarin fund.');
    await keyboard.press('Enter');
    await transcript(page).getByRole('button', { name: 'As heard' }).waitFor();

    await transcript(page)
      .getByRole('button', { name: /^Actions for Speaker/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Name…' }).click();
    await page.getByRole('dialog').getByRole('combobox').fill('Jakub Nowak');
    await keyboard.press('Enter');
    await viewer(page)
      .getByRole('list', { name: 'Speakers' })
      .getByText('Jakub Nowak', { exact: true })
      .waitFor();

    const barriers: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      for (const barrier of await findBarriers(page)) barriers.push(`${colorScheme}: ${barrier}`);
    }
    await page.emulateMedia({ colorScheme: null });
    expect(barriers).toEqual([]);

    // What was written is found, and opens at its second without a sound.
    await keyboard.press('Escape');
    await page.getByText('Passages', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Search inside documents' }).fill('mandarin fund');
    const passages = page.getByRole('list', { name: 'Passages' });
    await passages
      .getByRole('button', { name: /mandarin/ })
      .first()
      .click();
    const cited = transcript(page).locator('[data-kind="cited"]');
    await eventually(() => cited.allTextContents()).toContain('mandarin');
    expect(Number(await place(page).getAttribute('aria-valuenow'))).toBeLessThanOrEqual(lugano / 1000);
    expect((await sound(page)).isPaused).toBe(true);
  },
};
