import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findNode, nodeFlags } from '../../../scripts/runtime.mjs';
import { builtRoot, findChromium, launchChromium, missingBrowser } from '../harness/index.ts';
import type { Driver, OpenedApp, Outside, WorkerRole } from './driver.ts';
import { watchPage } from './pages.ts';

const entry = join(builtRoot, 'out', 'headless', 'adiuva.js');

function whyNot(): string {
  if (!existsSync(entry)) return 'the headless host is not built: npm run build';
  return findChromium() === undefined ? missingBrowser() : '';
}

/** `adiuva serve` and a browser. */
export const headlessDriver: Driver = {
  name: 'the headless host',
  missing: whyNot(),
  cannot: {
    desktop: 'a browser has no tray, no shortcut and no windows of ours',
    engineRevival: 'the engine is the host itself, which its user starts again',
  },
  open: openHost,
};

async function openHost(home: string): Promise<OpenedApp> {
  const browser = await launchChromium(findChromium() ?? '');
  let host = await serve(home);
  let page = await openPage(browser, host.url);
  let watched = watchPage(page, host.own);
  const { strays } = watched;
  await page.goto(host.url);
  return {
    home,
    page: () => page,
    quickChat: () => Promise.reject(new Error('The headless host has no quick-chat.')),
    outside: new Proxy({} as Outside, {
      get: (_target, name) => {
        throw new Error(`The headless host has no desktop around it: ${String(name)}.`);
      },
    }),
    async answerPath(path, ask) {
      await ask();
      const field = page.getByRole('dialog').getByRole('textbox');
      await field.fill(path);
      await field.press('Enter');
    },
    startAgain: () => Promise.reject(new Error('The headless host is started once.')),
    processes: async () => childrenOf(host.child.pid ?? 0),
    async crashAndReopen() {
      host.child.kill('SIGKILL');
      await host.ended;
      host = await serve(home);
      await page.close();
      page = await openPage(browser, host.url);
      watched = watchPage(page, host.own);
      await page.goto(host.url);
    },
    takeComplaints: () => watched.take(),
    strayRequests: async () => [...strays, ...watched.strays],
    async close() {
      await browser.close();
      host.child.kill('SIGTERM');
      await host.ended;
    },
  };
}

function openPage(browser: Browser, _url: string): Promise<Page> {
  return browser.newPage({ viewport: { width: 1280, height: 860 } });
}

interface Served {
  child: ChildProcess;
  ended: Promise<unknown>;
  url: string;
  own: RegExp;
}

/** The built host under the project's own Node, without the launcher: its process is the one that is killed. */
async function serve(home: string): Promise<Served> {
  const { ADIUVA_SOURCE: _source, ...environment } = process.env;
  const child = spawn(findNode(), [...nodeFlags, entry, 'serve', '--json'], {
    env: { ...environment, ADIUVA_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let stdout = '';
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const [, line] = /^(.*)\n/.exec(stdout) ?? [];
      if (line !== undefined) resolve((JSON.parse(line) as { url: string }).url);
    });
    void ended.then(() => reject(new Error(`The host ended: ${stdout}${stderr}`)));
  });
  const { host } = new URL(url);
  return { child, ended, url, own: new RegExp(`^(?:http|ws)://${host.replaceAll('.', '\\.')}/`) };
}

/** By /proc: these scenarios run where Chromium and its tests do. */
function childrenOf(parent: number): { role: WorkerRole; pid: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/stat`, 'latin1');
        if (Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]) !== parent) return [];
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const file = words.find((word) => /workers\/\w+\.js$/.test(word));
        return file ? [{ role: basename(file, '.js') as WorkerRole, pid: Number(name) }] : [];
      } catch {
        return [];
      }
    });
}
