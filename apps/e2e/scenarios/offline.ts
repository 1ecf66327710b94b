import { eventually, goTo } from './moves.ts';
import type { Scenario } from './scenario.ts';

export const offlineSwitch: Scenario = {
  title: 'the offline switch is seen everywhere and can be taken back',
  async run({ app }) {
    const page = app.page();
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Privacy' }).click();
    const offline = page.getByRole('switch', { name: 'Offline' });
    await offline.click({ force: true });
    await eventually(() => offline.isChecked()).toBe(true);
    await page.reload();
    await goTo(page, 'Settings');
    await page.getByRole('tab', { name: 'Privacy' }).click();
    await eventually(() => offline.isChecked()).toBe(true);
    await offline.click({ force: true });
    await eventually(() => offline.isChecked()).toBe(false);
  },
};
