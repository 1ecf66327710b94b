import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OpenedApp } from '../drivers/index.ts';

export type View = 'Chat' | 'Library' | 'Activity' | 'Models' | 'Settings';

/** The machine may have other things to do, and some wait for hundreds of files to be read. */
const patience = { timeout: 90_000 };

export const eventually = <T>(look: () => T) => expect.poll(look, patience);

export async function goTo(page: Page, view: View): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('button', { name: view, exact: true })
    .click();
}

export const welcomeDialog = (page: Page) =>
  page.getByRole('dialog').filter({ hasText: 'Welcome to Adiuva' });

/** Past the first steps, by their "Skip". */
export async function skipWelcome(page: Page): Promise<void> {
  await welcomeDialog(page).getByRole('button', { name: 'Skip' }).click();
}

export const questionField = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
export const citations = (page: Page) => page.getByRole('button', { name: /^Source \d+: / });
export const viewer = (page: Page) => page.getByRole('complementary', { name: 'Source' });
export const documentTable = (page: Page) => page.getByRole('grid', { name: 'Documents' });

/** A row of the library by what its name cell says. */
export const documentRow = (page: Page, name: string | RegExp) =>
  documentTable(page).getByRole('row').filter({ hasText: name });

export async function ask(page: Page, question: string): Promise<void> {
  await questionField(page).fill(question);
  await questionField(page).press('Enter');
}

/** Adds a folder by the library's own way. */
export async function addFolder(app: OpenedApp, folder: string): Promise<void> {
  const page = app.page();
  await goTo(page, 'Library');
  await dropPaths(page, page.getByRole('main'), [folder]);
}

/** Follows a folder where it lies, by the library's own dialog. */
export async function watchFolder(app: OpenedApp, folder: string): Promise<void> {
  const page = app.page();
  await goTo(page, 'Library');
  await page
    .getByRole('navigation', { name: 'Parts of the library' })
    .getByRole('button', { name: 'Add folder' })
    .click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: /path of the folder/i });
  const choose = dialog.getByRole('button', { name: 'Choose folder…' });
  await field.or(choose).first().waitFor();
  if ((await choose.count()) > 0) await app.answerPath(folder, () => choose.click());
  else await field.fill(folder);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/**
 * A drop as the system makes it, through the browser's own input: real files with real paths, folders too.
 */
export async function dropPaths(page: Page, target: Locator, paths: readonly string[]): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to drop on.');
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const point = { x: box.x + box.width / 2, y: box.y + Math.min(box.height, 600) / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, ...point, data });
  await cdp.detach();
}

/** Tab after Tab until `target` has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The keyboard does not reach ${target}.`);
}

/** Everything that was asked for has been read. */
export async function waitForRest(page: Page): Promise<void> {
  await goTo(page, 'Activity');
  await eventually(() => page.getByText('All caught up').count()).toBe(1);
}

export async function waitForDocuments(page: Page, count: number): Promise<void> {
  await goTo(page, 'Library');
  await eventually(() => documentTable(page).getByText('Ready', { exact: true }).count()).toBe(count);
}

export function killProcess(pid: number): void {
  process.kill(pid, 'SIGKILL');
}
