import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractVersion } from '@adiuva/contracts';
import { socketPath } from '@adiuva/host/session';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFlags } from '../../scripts/runtime.mjs';
import { findChromium, missingBrowser } from './harness/index.ts';
import { type LaunchedStandIn, launchStandIn } from './standIn/index.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const entry = join(root, 'out', 'electron', 'main', 'main.js');
const isMissing = !existsSync(entry) || missingBrowser() !== '';

let folder: string;
let home: string;
let started: LaunchedStandIn[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adiuva-start-'));
  home = join(folder, 'home');
  started = [];
});
afterEach(async () => {
  for (const { child, control, ended } of started) {
    await control.quit().catch(() => undefined);
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(timer);
  }
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]): LaunchedStandIn {
  const { ADIUVA_SOURCE: _source, ...environment } = process.env;
  const running = launchStandIn({
    entry,
    appPath: root,
    chromium: findChromium() ?? '',
    args,
    nodeFlags,
    env: { ...environment, ADIUVA_HOME: home, XDG_CONFIG_HOME: join(folder, 'config') },
  });
  started.push(running);
  return running;
}

async function mainWindow({ control }: LaunchedStandIn) {
  const windows = await control.windows();
  return windows.find(({ url }) => url.endsWith('index.html'));
}

/** The engine answers once the tray says so. */
const isReady = async ({ control }: LaunchedStandIn) =>
  (await control.tray())?.toolTip.includes('up to date');
const patience = { timeout: 60_000 };

describe.skipIf(isMissing)(`the built desktop under the stand-in${missingBrowser()}`, () => {
  it('stays out of sight at login, also where its window was maximised, and comes up as it was', async () => {
    mkdirSync(join(home, 'desktop'), { recursive: true });
    writeFileSync(join(home, 'desktop', 'shell.json'), JSON.stringify({ settings: {}, isMaximised: true }));
    const app = start('--hidden');
    await expect.poll(() => isReady(app), patience).toBe(true);
    expect(await mainWindow(app)).toMatchObject({ isVisible: false });
    expect((await start().ended).code).toBe(0);
    await expect.poll(() => mainWindow(app), patience).toMatchObject({ isVisible: true, isMaximized: true });
  }, 180_000);

  it('is started again by whoever starts it while it ends', async () => {
    const file = join(folder, 'notes.md');
    writeFileSync(file, '# Notes');
    const app = start();
    await expect.poll(() => isReady(app), patience).toBe(true);
    // What ends takes its time: the engine is asked to go and does not hear it.
    const engine = (await app.control.processes()).find(({ serviceName }) => serviceName === 'Adiuva engine');
    process.kill(engine?.pid ?? 0, 'SIGSTOP');
    await app.control.quit();
    expect((await start(file).ended).code).toBe(0);
    expect(await mainWindow(app)).toMatchObject({ isVisible: false });
    process.kill(engine?.pid ?? 0, 'SIGCONT');
    expect((await app.ended).code).toBe(0);
    expect(app.relaunch()?.at(-1)).toBe(file);
  }, 180_000);

  it('says so when the engine it shared goes, and none can be opened in its place', async () => {
    mkdirSync(home, { mode: 0o700 });
    const sockets = new Set<Socket>();
    const other = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      const hello = Buffer.from(JSON.stringify({ t: 'hello', protocol: contractVersion }));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(hello.length);
      socket.write(Buffer.concat([length, hello]));
      socket.resume();
    });
    await new Promise<void>((resolve) => other.listen(socketPath(home), resolve));
    const app = start();
    // Its own connection, main's and the window's.
    await expect.poll(() => sockets.size, patience).toBeGreaterThan(2);
    writeFileSync(join(home, 'library.db'), 'no database '.repeat(1000));
    other.close();
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await app.control.tray())?.toolTip, patience).toContain('stopped');
  }, 180_000);
});
