import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Driver, OpenedApp } from '../drivers/index.ts';
import { temporaryFolder } from '../harness/index.ts';
import type { Scenario } from './scenario.ts';

/** Declares the scenarios as tests of one driver; what it cannot do is skipped, with the reason in the title. */
export function runScenarios(driver: Driver, scenarios: readonly Scenario[]): void {
  const why = driver.missing && ` (skipped: ${driver.missing.replace(/^ \(skipped: (.*)\)$/, '$1')})`;
  describe.skipIf(driver.missing !== '')(`${driver.name}${why}`, () => {
    const folder = temporaryFolder();
    let shared: OpenedApp;

    beforeAll(async () => {
      shared = await driver.open(join(folder.path, 'home'));
    });

    afterAll(async () => {
      await shared?.close();
      folder.remove();
    });

    for (const [at, scenario] of scenarios.entries()) {
      const [lacking] = (scenario.needs ?? []).filter((ability) => driver.cannot[ability] !== undefined);
      const reason = (lacking && driver.cannot[lacking]) ?? (scenario.missing || undefined);
      const own = join(folder.path, `scenario-${at}`);
      it.skipIf(reason !== undefined)(
        `${scenario.title}${reason === undefined ? '' : ` (skipped: ${reason})`}`,
        async () => {
          mkdirSync(own);
          await scenario.prepare?.(join(own, 'home'), own);
          const app = scenario.isFresh ? await driver.open(join(own, 'home')) : shared;
          try {
            await scenario.run({ app, folder: own });
            expect(app.takeComplaints()).toEqual([]);
            expect(await app.strayRequests()).toEqual([]);
          } finally {
            if (scenario.isFresh) await app.close();
            else app.takeComplaints();
          }
        },
        240_000,
      );
    }
  });
}
