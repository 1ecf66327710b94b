import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type CdpSession, connectCdp } from './cdp.ts';

export interface RunningBrowser {
  cdp: CdpSession;
  /** Where the test's own client connects. */
  endpoint: string;
  close(): Promise<void>;
}

const flags = [
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  '--no-startup-window',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--disable-hang-monitor',
  // Main is to be asked about every window, not only about those that a click opens.
  '--disable-popup-blocking',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,MediaRouter,DialMediaRouteProvider,OptimizationHints,AutofillServerCommunication,HttpsUpgrades',
  '--password-store=basic',
  '--use-mock-keychain',
  '--export-tagged-pdf',
];

/** Chromium with windows, on the machine's display, or on one of its own where there is none. */
export async function startBrowser(executable: string, profile: string): Promise<RunningBrowser> {
  mkdirSync(profile, { recursive: true });
  const display = await findDisplay();
  const child = spawn(executable, [...flags, `--user-data-dir=${profile}`], {
    env: {
      ...process.env,
      // Under the locale C, Chromium takes the bytes of a file's name for Latin 1.
      ...(!(process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG) && { LC_CTYPE: 'C.UTF-8' }),
      ...(display.name && { DISPLAY: display.name }),
    },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const [, , stderr, input, output] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  const cdp = connectCdp(input, output);
  try {
    const endpoint = await readEndpoint(child, stderr);
    await cdp.send('Browser.getVersion');
    return {
      cdp,
      endpoint,
      close: async () => {
        if (child.exitCode === null && child.signalCode === null) {
          const ended = once(child, 'exit');
          cdp.send('Browser.close').catch(() => child.kill('SIGKILL'));
          const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
          await ended;
          clearTimeout(timer);
        }
        display.close();
      },
    };
  } catch (error) {
    child.kill('SIGKILL');
    display.close();
    throw error;
  }
}

function readEndpoint(child: ChildProcess, stderr: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stderr.setEncoding('utf8');
    stderr.on('data', (piece: string) => {
      if (text.length < 100_000) text += piece;
      const found = /DevTools listening on (ws:\S+)/.exec(text);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${text.slice(-2000)}`)));
  });
}

/** Xvfb ends with its last client: with the browser, however that ends. */
async function findDisplay(): Promise<{ name: string; close(): void }> {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    return { name: '', close: () => undefined };
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '2560x1600x24', '-nolisten', 'tcp', '-terminate'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', () => reject(new Error('There is no display, and no Xvfb: apt-get install xvfb.')));
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    (child.stdio[3] as Readable).once('data', (data: Buffer) => resolve(String(data).trim()));
  });
  return {
    name: `:${number}`,
    close: () => {
      process.removeListener('exit', end);
      child.kill();
    },
  };
}
