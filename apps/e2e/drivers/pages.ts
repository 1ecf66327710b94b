import type { BrowserContext, Page } from 'playwright-core';

/** The first page whose address fits, now or when it comes. */
export async function pageAt(context: BrowserContext, pattern: RegExp): Promise<Page> {
  const find = () => context.pages().find((page) => pattern.test(page.url()));
  for (let tries = 0; tries < 300; tries++) {
    const page = find();
    if (page) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No window at ${pattern}: ${context.pages().map((page) => page.url())}`);
}

/** Notes what a page complains of and whom it asks. */
export function watchPage(page: Page, ownOrigins: RegExp) {
  const complaints: string[] = [];
  const strays: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!ownOrigins.test(url) && !/^(?:blob|data|about):/.test(url)) strays.push(url);
  });
  return { take: () => complaints.splice(0), strays };
}
