import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildPage,
  findChromium,
  launchChromium,
  missingBrowser,
  type ServedHost,
  serveAdiuva,
  temporaryFolder,
} from './harness/index.ts';

const chromium = findChromium();

/** What only the browser’s host has: an address with a token. Everything else is a scenario. */
describe.skipIf(!chromium)(`the page by its address${chromium ? '' : missingBrowser()}`, () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let host: ServedHost;

  beforeAll(async () => {
    buildPage();
    host = await serveAdiuva(join(folder.path, 'home'));
    browser = await launchChromium(chromium ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
    folder.remove();
  });

  it('takes the token out of the address and knows it after a reload', async () => {
    const page = await browser.newPage();
    await page.goto(`${host.origin}/#token=${host.token}`);
    const welcome = page.getByText('Welcome to Adiuva');
    await welcome.waitFor();
    expect(page.url()).not.toContain(host.token);
    await page.reload();
    await welcome.waitFor();
    const resources = await page.evaluate<string[]>(
      'performance.getEntriesByType("resource").map((entry) => entry.name)',
    );
    for (const address of resources) expect(address.startsWith(`${host.origin}/`)).toBe(true);
    await page.close();
  });

  it('says what to do without a token, and with one of another launch', async () => {
    const page = await browser.newPage();
    await page.goto(`${host.origin}/`);
    await page.getByRole('heading', { name: 'Open Adiuva by its full address' }).waitFor();
    await page.goto('about:blank');
    await page.goto(`${host.origin}/#token=of-another-launch`);
    await page.getByRole('heading', { name: 'This address is no longer valid' }).waitFor();
    await page.close();
  });
});
