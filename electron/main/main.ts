import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFileLog, defaultHome, prepareHome } from '@adiuva/host/files';
import { app, dialog, protocol } from 'electron';
import { everywhereFlags } from '../processes/index.ts';
import { type Desktop, openDesktop } from './desktop.ts';
import { wasStartedAtLogin } from './loginItem.ts';
import { argumentsOf, ownArguments, readStart, type StartData, startDataSchema } from './openRequests.ts';
import { findPlaces } from './places.ts';
import { appSchemes, guardContents } from './security.ts';
import { startAgain } from './startAgain.ts';

const home = defaultHome();
const own = join(home, 'desktop');
try {
  prepareHome(home);
  mkdirSync(own, { recursive: true, mode: 0o700 });
} catch (error) {
  // Nothing can be kept, the settings of a window neither.
  dialog.showErrorBox('Adiuva', error instanceof Error ? error.message : String(error));
  app.exit(1);
}
const log = createFileLog(home);
process.on('uncaughtExceptionMonitor', (error, origin) =>
  log.error('shell.defect', {
    origin,
    message: error instanceof Error ? (error.stack ?? '') : String(error),
  }),
);

app.setName('Adiuva');
if (process.platform === 'win32') app.setAppUserModelId('ai.adiuva.desktop');
// Of a library, not of a user: another data folder is another program, with a lock of its own.
app.setPath('userData', own);
app.commandLine.appendSwitch('js-flags', everywhereFlags.join(' '));
// Where programs may not listen to the keyboard, a desktop asks the person about a shortcut.
if (process.platform === 'linux' && process.env.WAYLAND_DISPLAY)
  app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
app.enableSandbox();
protocol.registerSchemesAsPrivileged(appSchemes);
guardContents(app);

const start: StartData = { args: ownArguments(process.argv, app.isPackaged), folder: process.cwd() };

// What the first instance hears of this start: Chromium may put its own switches among the arguments of the event.
if (app.requestSingleInstanceLock(start)) run();
else app.quit();

function run(): void {
  const early: StartData[] = [];
  let desktop: Desktop | undefined;
  let isEnding = false;

  function open(asked: StartData): void {
    if (desktop) desktop.open(readStart(asked));
    else early.push(asked);
  }

  app.on('second-instance', (_event, _argv, _folder, data) => {
    const given = startDataSchema.safeParse(data);
    if (given.success) open(given.data);
  });
  // macOS hands files and links over by events, before it is ready, too.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open({ args: [path], folder: home });
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open({ args: [url], folder: home });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log.warn('process.gone', { type, reason, code: exitCode, name });
  });
  app.on('activate', () => open({ args: [], folder: home }));
  app.on('window-all-closed', () => {
    // Where it stays in the tray, windows are hidden and never closed.
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    desktop?.quitting();
    if (!desktop || desktop.isClosed()) return;
    // The engine puts back what it is doing before it goes.
    event.preventDefault();
    if (isEnding) return;
    isEnding = true;
    void desktop.close().then((next) => {
      // Who started it once more in the meantime has not asked in vain.
      if (next) startAgain(argumentsOf(next));
      app.quit();
    });
  });

  app
    .whenReady()
    .then(() => {
      const asked = readStart(start);
      desktop = openDesktop({
        home,
        log,
        places: findPlaces(import.meta.url),
        start: { ...asked, isHidden: asked.isHidden || wasStartedAtLogin() },
      });
      for (const next of early.splice(0)) open(next);
    })
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      log.error('shell.start_failed', { message });
      dialog.showErrorBox('Adiuva', message);
      app.exit(1);
    });
}
