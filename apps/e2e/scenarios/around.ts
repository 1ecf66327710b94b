import { expect } from 'vitest';
import { eventually } from './moves.ts';
import type { Scenario } from './scenario.ts';

export const desktopAround: Scenario = {
  title:
    'links, a second start, the tray and the shortcut of another program: the desktop around the windows',
  needs: ['desktop'],
  async run({ app }) {
    const { outside } = app;
    const page = app.page();
    const main = async () => (await outside.windows()).find(({ url }) => url.includes('index.html'));

    await app.startAgain('adiuva://models');
    await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
    await eventually(async () => (await main())?.isFocused).toBe(true);
    // Any program may open one, with anything in it.
    for (const link of [
      'adiuva://settings/../../etc',
      'adiuva://document/../x?at={',
      'adiuva:javascript:alert(1)',
    ])
      await app.startAgain(link);
    expect(await page.getByRole('heading', { name: 'Models', level: 1 }).count()).toBe(1);

    const id = (await main())?.id ?? 0;
    await outside.closeWindow(id);
    await eventually(async () => (await main())?.isVisible).toBe(false);
    const tray = await outside.tray();
    expect(tray?.toolTip).toMatch(/^Adiuva · /);
    expect(await outside.clickTrayMenu(['Open Adiuva'])).toBe(true);
    await eventually(async () => (await main())?.isVisible).toBe(true);
    // The library went on meanwhile: nothing was loaded anew.
    expect((await main())?.id).toBe(id);
    expect(await outside.opened()).toEqual([]);
  },
};
