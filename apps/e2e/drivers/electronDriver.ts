import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { builtRoot, root } from '../harness/index.ts';
import type { Driver, OpenedApp, Outside } from './driver.ts';
import { pageAt, watchPage } from './pages.ts';

const entry = join(builtRoot, 'out', 'electron', 'main', 'main.js');

/** Where `npx electron` put its binary on its first use; ELECTRON_OVERRIDE_DIST_PATH as Electron itself reads it. */
function findElectron(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
    const file = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'));
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function whyNot(): string {
  if (findElectron() === undefined)
    return 'Electron’s binary is not on this machine: npx electron --version fetches it';
  return existsSync(entry) ? '' : 'the desktop is not built: npm run build';
}

/**
 * Electron itself. NOT PROVEN: where this was written its binary could not be had, so that nothing below ran against
 * it. Global shortcuts and trays belong to the system and cannot be pressed from here.
 */
export const electronDriver: Driver = {
  name: 'Electron',
  missing: whyNot(),
  cannot: { desktop: 'shortcuts, trays and dialogs belong to the system; the stand-in covers them' },
  open: openElectron,
};

async function openElectron(home: string): Promise<OpenedApp> {
  const { ADIUVA_SOURCE: _source, ...environment } = process.env;
  const launch = () =>
    _electron.launch({
      executablePath: findElectron() ?? '',
      args: [entry, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      env: { ...(environment as Record<string, string>), ADIUVA_HOME: home },
    });
  let app: ElectronApplication = await launch();
  let page: Page = await pageAt(app.context(), /index\.html/);
  let watched = watchPage(page, /^app:/);
  return {
    home,
    page: () => page,
    quickChat: () => pageAt(app.context(), /quickChat\.html/),
    outside: new Proxy({} as Outside, {
      get: (_target, name) => {
        throw new Error(`The driver of Electron does not reach ${String(name)}.`);
      },
    }),
    async answerPath(path, ask) {
      await app.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = async () => ({ canceled: false, filePaths });
        },
        [path],
      );
      await ask();
    },
    startAgain: () => Promise.reject(new Error('Not by this driver.')),
    async processes() {
      const metrics = await app.evaluate(({ app: electron }) =>
        electron.getAppMetrics().map(({ pid, name = '' }) => ({ pid, name })),
      );
      const roles = ['engine', 'extraction', 'ocr', 'inference'] as const;
      return metrics.flatMap(({ pid, name }) => {
        const role = roles.find((word) => name.toLowerCase().includes(word));
        return role ? [{ role, pid }] : [];
      });
    },
    async crashAndReopen() {
      app.process().kill('SIGKILL');
      await app.waitForEvent('close');
      app = await launch();
      page = await pageAt(app.context(), /index\.html/);
      watched = watchPage(page, /^app:/);
    },
    takeComplaints: () => watched.take(),
    strayRequests: async () => watched.strays,
    close: () => app.close(),
  };
}
