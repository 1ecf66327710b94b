import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerSentence,
  buildPage,
  findChromium,
  launchChromium,
  type ServedHost,
  serveAdiuva,
  temporaryFolder,
  writeDocuments,
  writeTroublesomeFiles,
} from './harness/index.ts';

const chromium = findChromium();
const title = chromium
  ? 'the page in Chromium'
  : 'the page in Chromium (skipped: no Chromium on this machine)';

/** The machine may have other things to do. */
const soon = { timeout: 15_000 };

const mailWithTable = [
  'From: Clerk <clerk@town.example>',
  'Subject: Minutes',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The minutes of the council, with the plan of the rooms. <b>Not bold.</b>',
  '--x',
  'Content-Type: text/csv; name=rooms.csv',
  'Content-Disposition: attachment; filename=rooms.csv',
  '',
  'Room,Seats',
  'Great hall,120',
  'Cellar,40',
  '--x',
  'Content-Type: application/pdf; name=broken.pdf',
  'Content-Disposition: attachment; filename=broken.pdf',
  '',
  '%PDF-1.7 and then nothing',
  '--x--',
  '',
].join('\r\n');

describe.skipIf(!chromium)(title, () => {
  const folder = temporaryFolder();
  const documents = join(folder.path, 'documents');
  const complaints: string[] = [];
  let browser: Browser;
  let host: ServedHost;
  let page: Page;

  beforeAll(async () => {
    buildPage();
    writeDocuments(documents);
    writeTroublesomeFiles(documents);
    host = await serveAdiuva(join(folder.path, 'home'));
    browser = await launchChromium(chromium ?? '');
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await host?.stop();
    folder.remove();
  });

  it('opens by its address and takes the token out of it', async () => {
    await page.goto(`${host.origin}/#token=${host.token}`);
    await page.getByRole('heading', { name: 'Your library is empty' }).waitFor();
    expect(page.url()).toBe(`${host.origin}/`);
    await page.reload();
    await page.getByRole('heading', { name: 'Your library is empty' }).waitFor();
  });

  it('reads a folder and says how each file fared', async () => {
    await page.getByLabel('File or folder on this machine').fill(documents);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText(/^Done: 3 indexed/).waitFor();
    const list = page.getByRole('list', { name: 'Documents' });
    await expect.poll(() => list.getByRole('listitem').count(), soon).toBe(6);
    const broken = list.getByRole('listitem').filter({ hasText: 'broken.pdf' }).first();
    expect(await broken.getByText('Failed', { exact: true }).count()).toBe(1);
    expect(await broken.getByRole('button', { name: /again/ }).count()).toBe(1);
  });

  it('takes a dropped file', async () => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'dropped.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('# Ferry\n\nThe last ferry leaves at half past ten in the evening.\n'),
    });
    await page.getByText(/^Done: 1 indexed/).waitFor();
    await page.getByRole('button', { name: 'Ferry', exact: true }).waitFor();
  });

  it('shows the files inside a mail, opens one, and tags the mail', async () => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'minutes.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from(mailWithTable),
    });
    await page.getByRole('button', { name: 'Minutes', exact: true }).waitFor();
    const row = page.getByRole('listitem').filter({ hasText: 'Minutes' }).first();
    await row.getByRole('button', { name: 'Details of Minutes' }).click();
    const inside = row.getByRole('region', { name: 'Files inside Minutes' });
    await inside.getByText('2 files inside, 1 not read').waitFor();
    expect(await inside.getByRole('listitem').filter({ hasText: 'broken.pdf' }).textContent()).toContain(
      'damaged',
    );
    await inside.getByRole('button', { name: 'rooms.csv' }).click();
    const source = page.getByRole('complementary', { name: 'Source' });
    await source.getByRole('cell', { name: 'Great hall' }).waitFor();
    expect(await source.getByRole('navigation', { name: 'Inside of' }).textContent()).toContain('rooms.csv');
    await page.keyboard.press('Escape');

    await row.getByLabel('Tags of Minutes').fill('Council');
    await page.keyboard.press('Enter');
    await row.getByRole('list', { name: 'Tags' }).getByText('Council').waitFor();
    const filters = page.getByRole('search', { name: 'Which documents' });
    await filters.locator('input[aria-label="Tags"]').click();
    await page.getByRole('option', { name: 'Council' }).click();
    await expect
      .poll(() => page.getByRole('list', { name: 'Documents' }).locator('> li').count(), soon)
      .toBe(1);
    await page.keyboard.press('Escape');
    await filters.locator('input[aria-label="Tags"]').press('Backspace');
    await expect
      .poll(() => page.getByRole('list', { name: 'Documents' }).locator('> li').count(), soon)
      .toBe(8);
    await row.getByRole('button', { name: 'Details of Minutes' }).click();
  });

  it('searches from the keyboard and opens the passage', async () => {
    await page.locator('body').click({ position: { x: 4, y: 4 } });
    await page.keyboard.press('/');
    const field = page.getByRole('searchbox', { name: 'Search the library' });
    await expect
      .poll(() => field.evaluate((element) => element === element.ownerDocument.activeElement))
      .toBe(true);
    await page.keyboard.type('spare keys boiler');
    await page.keyboard.press('Enter');
    const first = page.getByRole('list', { name: 'Results' }).getByRole('listitem').first();
    await first.getByText('note.txt').first().waitFor();
    expect(await first.locator('mark').count()).toBeGreaterThan(0);
    await first.getByRole('button').click();
    const source = page.getByRole('complementary', { name: 'Source' });
    await source.locator('mark').first().waitFor();
    expect(await source.locator('mark').allTextContents()).toEqual([expect.stringContaining('spare keys')]);
    await page.keyboard.press('Escape');
    await expect.poll(() => source.count()).toBe(0);
  });

  it('answers, and a citation leads to the words in their source', async () => {
    await page.getByRole('tab', { name: 'Ask' }).click();
    await page.getByLabel('Your question').fill('How much is in the reserve fund?');
    await page.keyboard.press('Enter');
    const citation = page.getByRole('button', { name: /^Source 1:/ }).first();
    await citation.waitFor();
    expect(await page.getByRole('article').first().textContent()).toContain(answerSentence);
    await citation.click();
    const source = page.getByRole('complementary', { name: 'Source' });
    const mark = source.locator('mark').first();
    await mark.waitFor();
    expect(answerSentence).toContain((await source.locator('mark').allTextContents()).join('').trim());
    const [box, panel] = [await mark.boundingBox(), await source.boundingBox()];
    expect(box && panel && box.y >= panel.y && box.y + box.height <= panel.y + panel.height).toBe(true);
    await page.keyboard.press('Escape');
    await expect
      .poll(() => citation.evaluate((element) => element === element.ownerDocument.activeElement))
      .toBe(true);
  });

  it('removes a document and leaves its file', async () => {
    await page.getByRole('tab', { name: 'Library' }).click();
    const list = page.getByRole('list', { name: 'Documents' });
    const before = await list.getByRole('listitem').count();
    await page.getByRole('button', { name: 'Remove Garden calendar from the library' }).click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.poll(() => list.getByRole('listitem').count(), soon).toBe(before - 1);
  });

  it('says what went wrong in words', async () => {
    await page.getByLabel('File or folder on this machine').fill(join(folder.path, 'not-there'));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const alert = page.getByRole('alert').first();
    await alert.waitFor();
    expect(await alert.textContent()).toContain('not-there');
  });

  it('fits every width, from narrow to wide', async () => {
    for (const width of [800, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      for (const tab of ['Library', 'Search', 'Ask']) {
        await page.getByRole('tab', { name: tab }).click();
        const { scrollWidth, clientWidth } = await page
          .locator('html')
          .evaluate((element) => ({ scrollWidth: element.scrollWidth, clientWidth: element.clientWidth }));
        expect(scrollWidth, `${tab} at ${width}`).toBeLessThanOrEqual(clientWidth);
      }
    }
  });

  it('was nowhere stopped by its own policy, and asked nobody else', async () => {
    expect(complaints).toEqual([]);
    const resources = await page.evaluate<string[]>(
      'performance.getEntriesByType("resource").map((entry) => entry.name)',
    );
    for (const address of resources) expect(address.startsWith(`${host.origin}/`)).toBe(true);
  });

  it('says what to do when the host was started again', async () => {
    const other = await browser.newPage();
    await other.goto(`${host.origin}/`);
    await other.getByRole('heading', { name: 'Open Adiuva by its full address' }).waitFor();
    await other.goto('about:blank');
    await other.goto(`${host.origin}/#token=of-another-launch`);
    await other.getByRole('heading', { name: 'This address is no longer valid' }).waitFor();
    await other.close();
  });
});
