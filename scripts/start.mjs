// npm start: set-up, build, the app: the desktop where Electron's program can be had, else the same in a browser.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { build } from './build.mjs';
import { fetchElectron, findElectron } from './electronBinary.mjs';
import { root } from './runtime.mjs';
import { setUp } from './setup.mjs';

/** An end so soon after the start is a start that failed. */
const earlyMs = 5_000;

setUp();
await build();
const wantsBrowser = process.argv.includes('--browser');
const reason = wantsBrowser ? 'as asked' : await whyNot();
if (reason === null) openDesktop(findElectron());
else await openBrowserHost(reason);

/** Why the desktop cannot be opened; null when it can. */
async function whyNot() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display for the desktop app';
  const problem = findElectron() ? null : await fetchElectron();
  return problem && `the desktop app needs Electron: ${problem}`;
}

function openDesktop(program) {
  const args = process.argv.slice(2);
  const child = spawn(program, [root, ...args], { stdio: 'inherit' });
  child.on('error', (error) => void openBrowserHost(`Electron did not start: ${error.message}`));
  const started = Date.now();
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      isStopped = true;
      child.kill(signal);
    });
  child.on('exit', (code, signal) => {
    // A sandbox that the system does not allow, a display that is not there: Electron has said so above.
    if (code !== 0 && !isStopped && Date.now() - started < earlyMs)
      void openBrowserHost('Electron did not start');
    else process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

async function openBrowserHost(why) {
  process.stderr.write(`Opening Adiuva in the browser: ${why}.\n`);
  const rest = process.argv.slice(2).filter((argument) => argument !== '--browser');
  process.argv.splice(2, process.argv.length, 'serve', ...rest);
  // The launcher knows how to start, stop and end together with what it starts.
  await import('../apps/headless/bin/adiuva.mjs');
}
