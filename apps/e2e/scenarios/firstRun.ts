import { expect } from 'vitest';
import {
  citations,
  documentRow,
  documentTable,
  eventually,
  questionField,
  tabTo,
  viewer,
  welcomeDialog,
} from './moves.ts';
import type { Scenario } from './scenario.ts';

/** With the keyboard alone: no call of this scenario moves or clicks a mouse. */
export const firstRunByKeyboard: Scenario = {
  title: 'first run to a cited answer and its document, with the keyboard alone',
  async run({ app }) {
    const page = app.page();
    const { keyboard } = page;
    const welcome = welcomeDialog(page);
    const button = (name: string) => welcome.getByRole('button', { name, exact: true });
    await tabTo(page, welcome.getByRole('checkbox', { name: 'Try it with the sample library' }));
    await keyboard.press('Space');
    for (;;) {
      const isLast = (await button('Start').count()) > 0;
      await tabTo(page, button(isLast ? 'Start' : 'Next'));
      await keyboard.press('Enter');
      if (isLast) break;
    }
    await eventually(() => welcome.count()).toBe(0);

    const navigation = page.getByRole('navigation', { name: 'Main' });
    await tabTo(page, navigation.getByRole('button', { name: 'Library', exact: true }));
    await keyboard.press('Enter');
    await eventually(() => documentTable(page).getByText('Ready', { exact: true }).count()).toBe(10);

    await tabTo(page, navigation.getByRole('button', { name: 'Chat', exact: true }), 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(page, questionField(page));
    await keyboard.type('How many people may a class have?');
    await keyboard.press('Enter');
    await citations(page).first().waitFor();
    const answer = page.getByRole('main');
    await eventually(() => answer.textContent()).toContain('A class has at most eight people');
    await tabTo(page, citations(page), 'Shift+Tab');
    await keyboard.press('Enter');
    const mark = viewer(page).locator('mark').first();
    await mark.waitFor();
    await eventually(async () => (await viewer(page).locator('mark').allTextContents()).join('')).toContain(
      'at most eight people',
    );
    const [inner, outer] = [await mark.boundingBox(), await viewer(page).boundingBox()];
    expect(inner && outer && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height).toBe(
      true,
    );
    await keyboard.press('Escape');
    await eventually(() => viewer(page).count()).toBe(0);
    await eventually(() =>
      citations(page)
        .first()
        .evaluate((element) => element === element.ownerDocument.activeElement),
    ).toBe(true);

    await tabTo(page, navigation.getByRole('button', { name: 'Library', exact: true }), 'Shift+Tab');
    await keyboard.press('Enter');
    // One stop for the whole table; arrows lead on inside.
    await tabTo(page, documentTable(page).locator('[role=row][tabindex="0"]'));
    const handbook = documentRow(page, 'workshop-handbook.md');
    for (let presses = 0; presses < 12; presses++) {
      if (await handbook.evaluate((element) => element === element.ownerDocument.activeElement)) break;
      await keyboard.press('ArrowDown');
    }
    await keyboard.press('Enter');
    await viewer(page).getByText('Opening hours').first().waitFor();
    await keyboard.press('Escape');
  },
};
