import { expect } from 'vitest';
import { ask, citations, eventually, goTo, viewer } from './moves.ts';
import type { Scenario } from './scenario.ts';

export const citationToPage: Scenario = {
  title: 'a citation opens the page of the PDF beside the answer, with the cited region highlighted',
  async run({ app }) {
    const page = app.page();
    await goTo(page, 'Chat');
    await page.getByRole('button', { name: 'New chat' }).first().click();
    await ask(page, 'How long is the warranty on the kiln Vesta 200?');
    const source = page.getByRole('button', { name: /^Source \d+: .*(?:Quote|quote)/ }).first();
    await source.waitFor();
    await source.click();
    await viewer(page).locator('canvas').first().waitFor();
    const marks = viewer(page).locator('[data-kind="cited"]');
    await eventually(() => marks.count()).toBeGreaterThan(0);
    const [mark, panel] = [await marks.first().boundingBox(), await viewer(page).boundingBox()];
    expect(mark && panel && mark.x >= panel.x && mark.y >= panel.y && mark.y < panel.y + panel.height).toBe(
      true,
    );
    // Beside the answer, not over it.
    expect(await citations(page).first().isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await eventually(() => viewer(page).count()).toBe(0);
  },
};
