import { expect, it, vi } from 'vitest';
import { findChromium, launchChromium, missingBrowser } from '../harness/index.ts';
import { hostileHtml, hostileMarkdown } from './hostileContent.ts';
import { listen } from './listener.ts';

const chromium = findChromium();

/** Otherwise the scenarios would pass with content that harms nobody. */
it.skipIf(!chromium)(
  `the hostile content does harm where nothing stops it${chromium ? '' : missingBrowser()}`,
  async () => {
    const server = await listen();
    const browser = await launchChromium(chromium ?? '');
    try {
      for (const content of [
        hostileHtml(server.origin).replace(/<meta[^>]*>/, ''),
        hostileMarkdown(server.origin).replace(/<(?:meta|base)[^>]*>/g, ''),
      ]) {
        server.asked.length = 0;
        const page = await browser.newPage();
        await page.goto(`${server.origin}/blank`);
        await page.setContent(content, { waitUntil: 'commit' }).catch(() => undefined);
        await vi.waitFor(() => expect(server.asked.length).toBeGreaterThan(5), { timeout: 15_000 });
        await page.close();
      }
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
