import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { nodeFlags } from '../../../scripts/runtime.mjs';
import { builtRoot, findChromium, missingBrowser } from '../harness/index.ts';
import { type LaunchedStandIn, launchStandIn } from '../standIn/index.ts';
import type { Driver, OpenedApp, WorkerRole } from './driver.ts';
import { pageAt, watchPage } from './pages.ts';

const entry = join(builtRoot, 'out', 'electron', 'main', 'main.js');
const pages = /^https:\/\/adiuva\.app\.stand-in\.invalid\//;

function whyNot(): string {
  if (!existsSync(entry)) return 'the desktop is not built: npm run build';
  return missingBrowser();
}

/** The built desktop under the stand-in for Electron. */
export const standInDriver: Driver = {
  name: 'the desktop under the stand-in',
  missing: whyNot(),
  cannot: {},
  open: openDesktop,
};

async function openDesktop(home: string): Promise<OpenedApp> {
  let running = await start(home);
  const watched: ReturnType<typeof watchPage>[] = [];
  const known = new Set<Page>();

  function watch(page: Page): Page {
    if (!known.has(page)) watched.push(watchPage(page, pages));
    known.add(page);
    return page;
  }
  running.browser.contexts()[0]?.on('page', watch);
  watch(running.page);

  const context = () => {
    const [first] = running.browser.contexts();
    if (!first) throw new Error('The browser has no context.');
    return first;
  };
  const { control } = running.app;
  return {
    home,
    page: () => running.page,
    quickChat: async () => watch(await pageAt(context(), /quickChat\.html/)),
    // Through the app that runs now, also after a restart.
    outside: new Proxy(control, {
      get: (_target, name) => Reflect.get(running.app.control, name) as unknown,
    }),
    async answerPath(path, ask) {
      await running.app.control.answerDialog('open', [path]);
      await ask();
    },
    async startAgain(...args) {
      const { ended } = launch(home, args);
      const { code, stderr } = await ended;
      if (code !== 0) throw new Error(`The second start ended with ${code}: ${stderr}`);
    },
    async processes() {
      const list = await running.app.control.processes();
      return list.map(({ entry: file, pid }) => ({ role: basename(file, '.js') as WorkerRole, pid }));
    },
    async crashAndReopen() {
      const { child, ended } = running.app;
      const pids = (await running.app.control.processes()).map(({ pid }) => pid);
      child.kill('SIGKILL');
      for (const pid of pids) killIfThere(pid);
      await ended;
      await running.browser.close().catch(() => undefined);
      running = await start(home);
      watch(running.page);
    },
    takeComplaints: () => watched.flatMap(({ take }) => take()),
    strayRequests: async () => watched.flatMap(({ strays }) => strays),
    async close() {
      const { app, browser } = running;
      const missing = await app.control.missing().catch(() => []);
      await app.control.quit().catch(() => undefined);
      const timer = setTimeout(() => app.child.kill('SIGKILL'), 20_000);
      const { code, stderr } = await app.ended;
      clearTimeout(timer);
      await browser.close().catch(() => undefined);
      if (code !== 0) throw new Error(`The app ended with ${code}: ${stderr}`);
      if (missing.length > 0) throw new Error(`Main asked for what the stand-in does not have: ${missing}`);
    },
  };
}

function launch(home: string, args: readonly string[] = []): LaunchedStandIn {
  const { ADIUVA_SOURCE: _source, ...environment } = process.env;
  return launchStandIn({
    entry,
    appPath: builtRoot,
    chromium: findChromium() ?? '',
    args,
    nodeFlags,
    env: { ...environment, ADIUVA_HOME: home, XDG_CONFIG_HOME: join(home, 'config') },
  });
}

async function start(home: string): Promise<{ app: LaunchedStandIn; browser: Browser; page: Page }> {
  const app = launch(home);
  try {
    const endpoint = await app.control.endpoint();
    const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true, isLocal: true });
    const [context] = browser.contexts();
    if (!context) throw new Error('The browser has no context.');
    return { app, browser, page: await pageAt(context, /index\.html/) };
  } catch (error) {
    app.child.kill('SIGKILL');
    throw new Error(`The app did not open: ${app.stderr()}`, { cause: error });
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
