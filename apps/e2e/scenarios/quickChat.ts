import { expect } from 'vitest';
import { findBarriers } from './accessible.ts';
import { citations, eventually, questionField } from './moves.ts';
import type { Scenario } from './scenario.ts';

export const quickChatAndHandOver: Scenario = {
  title: 'quick-chat comes by its shortcut, answers in place, and hands the exchange to the main window',
  needs: ['desktop'],
  async run({ app }) {
    const { outside } = app;
    const [shortcut] = await outside.shortcuts();
    expect(shortcut).toBeDefined();
    const window = async () => (await outside.windows()).find(({ url }) => url.includes('quickChat'));
    const main = async () => (await outside.windows()).find(({ url }) => url.includes('index.html'));
    expect((await window())?.isVisible ?? false).toBe(false);

    await outside.pressShortcut(shortcut ?? '');
    await eventually(async () => (await window())?.isVisible).toBe(true);
    expect(await window()).toMatchObject({ isOnTop: true, hasFrame: false, isFocused: true });
    const quick = await app.quickChat();
    const field = questionField(quick);
    await eventually(() => field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
      true,
    );
    await quick.keyboard.type('How many people may a class have?');
    await quick.keyboard.press('Enter');
    await citations(quick).first().waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await quick.emulateMedia({ colorScheme });
      await quick.waitForTimeout(300);
      expect(await findBarriers(quick), colorScheme).toEqual([]);
    }
    await quick.emulateMedia({ colorScheme: null });

    await quick.keyboard.press('Escape');
    await eventually(async () => (await window())?.isVisible).toBe(false);
    await outside.pressShortcut(shortcut ?? '');
    await eventually(async () => (await window())?.isVisible).toBe(true);
    // The last question is kept.
    await eventually(() => quick.getByText('How many people may a class have?').count()).toBeGreaterThan(0);

    await quick
      .getByRole('button', { name: /main window/i })
      .first()
      .click();
    await eventually(async () => (await main())?.isFocused).toBe(true);
    await eventually(async () => (await window())?.isVisible).toBe(false);
    await eventually(() => app.page().getByRole('main').textContent()).toContain(
      'How many people may a class have?',
    );
    await citations(app.page()).first().waitFor();
  },
};
