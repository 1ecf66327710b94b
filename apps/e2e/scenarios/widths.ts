import { expect } from 'vitest';
import { documentRow, goTo, type View, viewer } from './moves.ts';
import type { Scenario } from './scenario.ts';

const views: readonly View[] = ['Chat', 'Library', 'Activity', 'Models', 'Settings'];

export const fitsEveryWidth: Scenario = {
  title: 'every screen fits from 800 to 2560 pixels, also with a document beside it',
  async run({ app }) {
    const page = app.page();
    const before = page.viewportSize() ?? { width: 1280, height: 860 };
    const tooWide: string[] = [];
    const measure = async (what: string) => {
      const beyond = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
      if (beyond > 0) tooWide.push(`${what}: ${beyond} px`);
    };
    for (const width of [800, 1280, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      for (const view of views) {
        await goTo(page, view);
        await page.waitForTimeout(150);
        await measure(`${view} at ${width}`);
      }
      await goTo(page, 'Library');
      await documentRow(page, 'fund.md').getByRole('button').first().click();
      await viewer(page).waitFor();
      await measure(`a document at ${width}`);
      await page.keyboard.press('Escape');
    }
    await page.setViewportSize(before);
    expect(tooWide).toEqual([]);
  },
};
