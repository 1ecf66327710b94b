import { join } from 'node:path';
import { expect } from 'vitest';
import { writeDocuments, writeTroublesomeFiles } from '../harness/index.ts';
import { documentRow, dropPaths, eventually, goTo } from './moves.ts';
import type { Scenario } from './scenario.ts';

export const dropWithBrokenFile: Scenario = {
  title: 'a dropped folder with a broken file in it: the rest is read, and the window says what is wrong',
  async run({ app, folder }) {
    const page = app.page();
    writeDocuments(join(folder, 'dropped'));
    writeTroublesomeFiles(join(folder, 'dropped'));
    await goTo(page, 'Library');
    await dropPaths(page, page.getByRole('main'), [join(folder, 'dropped')]);
    for (const name of ['fund.md', 'garden.html', 'note.txt'])
      await documentRow(page, name).getByText('Ready', { exact: true }).waitFor();
    const broken = documentRow(page, 'broken.pdf');
    await broken.getByText('Failed', { exact: true }).waitFor();
    // In words, wherever the window shows them, and with a way to try again.
    await eventually(() => page.getByText(/damaged/).count()).not.toBe(0);
    await goTo(page, 'Activity');
    await page
      .getByRole('radio', { name: /^(?:Failed|Given up)/ })
      .first()
      .waitFor({ state: 'attached' });
    expect(await page.getByRole('alert').count()).toBe(0);
  },
};
