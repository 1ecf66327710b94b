import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../harness/index.ts';
import { documentRow, eventually, goTo, type View, viewer, welcomeDialog } from './moves.ts';
import type { Scenario } from './scenario.ts';

const axe = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string | null;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Runs axe in a world of its own beside the page's: the page's policy stays as it is. */
export async function findBarriers(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    const evaluate = async (expression: string) => {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression,
        contextId: executionContextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as unknown;
    };
    await evaluate(`${axe};0`);
    const findings = (await evaluate(
      'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, failureSummary }) => ({ target: target.map(String), failureSummary })) })))',
    )) as Finding[];
    return findings
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, impact, nodes }) =>
        nodes.map(
          ({ target, failureSummary = '' }) =>
            `${impact} ${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`,
        ),
      );
  } finally {
    await cdp.detach();
  }
}

const views: readonly View[] = ['Chat', 'Library', 'Activity', 'Models', 'Settings'];

export const everyScreenAccessible: Scenario = {
  title: 'every screen, light and dark, passes axe without a serious finding',
  async run({ app }) {
    const page = app.page();
    const barriers: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await eventually(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe(
        colorScheme,
      );
      for (const view of views) {
        await goTo(page, view);
        await page.waitForTimeout(400);
        for (const barrier of await findBarriers(page)) barriers.push(`${view}, ${colorScheme}: ${barrier}`);
        if (view !== 'Settings') continue;
        for (const tab of await page.getByRole('main').getByRole('tab').all()) {
          await tab.click();
          await page.waitForTimeout(300);
          const name = await tab.textContent();
          for (const barrier of await findBarriers(page))
            barriers.push(`${view}/${name}, ${colorScheme}: ${barrier}`);
        }
      }
    }
    for (const file of ['fund.md', 'quote-vesta-200.pdf']) {
      await goTo(page, 'Library');
      await documentRow(page, file).getByRole('button').first().click();
      await viewer(page).waitFor();
      await page.waitForTimeout(800);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(300);
        for (const barrier of await findBarriers(page)) barriers.push(`${file}, ${colorScheme}: ${barrier}`);
      }
      await page.keyboard.press('Escape');
    }
    await page.emulateMedia({ colorScheme: null });
    expect(barriers).toEqual([]);
  },
};

export const welcomeAccessible: Scenario = {
  title: 'the first steps pass axe, light and dark',
  async run({ app }) {
    const page = app.page();
    await welcomeDialog(page).waitFor();
    const barriers: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(400);
      for (const barrier of await findBarriers(page)) barriers.push(`${colorScheme}: ${barrier}`);
    }
    await page.emulateMedia({ colorScheme: null });
    expect(barriers).toEqual([]);
  },
};
