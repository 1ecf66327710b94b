import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { nodeFlags } from '../../scripts/runtime.mjs';
import { pageAt } from './drivers/pages.ts';
import { findChromium, missingBrowser } from './harness/index.ts';
import { launchStandIn } from './standIn/index.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const isBuilt = existsSync(join(root, 'out', 'electron', 'main', 'main.js'));
const canRun = isBuilt && missingBrowser() === '' && process.platform === 'linux';

const body = 'a new version';
const release = [
  'version: 9.9.9',
  'files:',
  '  - url: Adiuva-9.9.9.AppImage',
  `    sha512: ${createHash('sha512').update(body).digest('base64')}`,
  `    size: ${body.length}`,
  '',
].join('\n');
/** The stand-in is a checkout to itself; this is the one thing that is told otherwise. */
const asPacked = (folder: string) => `
import { app } from 'electron';
Object.defineProperty(app, 'isPackaged', { value: true });
Object.assign(process, { resourcesPath: ${JSON.stringify(folder)} });
await import('./main.js');
`;

it.skipIf(!canRun)(
  `the built desktop finds and fetches an update, and comes back when it cannot be installed${missingBrowser()}`,
  async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const files: Record<string, string> = {
      yml: release,
      sig: sign(null, Buffer.from(release), privateKey).toString('base64'),
      AppImage: body,
    };
    const server = createServer(({ url = '' }, response) =>
      response.end(files[new URL(url, 'http://127.0.0.1').pathname.split('.').at(-1) ?? '']),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const folder = mkdtempSync(join(tmpdir(), 'adiuva-updates-'));
    const app = join(folder, 'app');
    mkdirSync(app);
    for (const part of ['out/electron', 'out/renderer', 'resources'])
      cpSync(join(root, part), join(app, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
    const updates = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      key: publicKey.export({ type: 'spki', format: 'pem' }),
    };
    const manifest = { name: 'adiuva', version: '0.1.0', type: 'module', updates };
    writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(app, 'app-update.yml'), 'provider: generic\nupdaterCacheDirName: adiuva-updater\n');
    const entry = join(app, 'out', 'electron', 'main', 'packed.js');
    writeFileSync(entry, asPacked(app));

    const running = launchStandIn({
      entry,
      appPath: app,
      chromium: findChromium() ?? '',
      nodeFlags,
      env: {
        ...process.env,
        ADIUVA_HOME: join(folder, 'home'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_CACHE_HOME: join(folder, 'cache'),
        // Of an image that somebody removed meanwhile: what was fetched cannot take its place.
        APPIMAGE: join(folder, 'removed.AppImage'),
      },
    });
    const timer = setTimeout(() => running.child.kill('SIGKILL'), 120_000);
    try {
      const browser = await chromium.connectOverCDP(await running.control.endpoint(), { isLocal: true });
      const [context] = browser.contexts();
      if (!context) throw new Error('The browser has no context.');
      const page = await pageAt(context, /index\.html/);
      const call = (method: string) => page.evaluate(`window.adiuva.call('shell.${method}', {})`);
      await page.waitForFunction('window.adiuva');
      expect(await call('checkForUpdate')).toMatchObject({ value: { state: 'available', version: '9.9.9' } });
      expect(await call('downloadUpdate')).toMatchObject({ value: { state: 'ready', version: '9.9.9' } });
      void call('installUpdate').catch(() => undefined);
      expect((await running.ended).code).toBe(0);
      expect(running.relaunch()).not.toBeNull();
    } finally {
      clearTimeout(timer);
      running.child.kill('SIGKILL');
      await running.ended;
      server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  150_000,
);
