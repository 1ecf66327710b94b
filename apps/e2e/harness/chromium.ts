import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The machine's own browser; none is downloaded. */
export function findChromium(): string | undefined {
  return usualPlaces.find((path) => existsSync(path));
}

/** For the titles of tests that are skipped without one: how to get it. */
export function missingBrowser(): string {
  if (findChromium() === undefined)
    return ' (skipped: no Chromium on this machine; on Debian and Ubuntu: apt-get install chromium xvfb)';
  const hasDisplay =
    process.platform !== 'linux' ||
    Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY) ||
    existsSync('/usr/bin/Xvfb');
  return hasDisplay
    ? ''
    : ' (skipped: no display and no Xvfb on this machine; on Debian and Ubuntu: apt-get install xvfb)';
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
}
