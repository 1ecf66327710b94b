// What `import … from 'electron'` finds in a main process that runs under the stand-in.

import { createElectron } from './createElectron.ts';
import { loud } from './loud.ts';
import { serveControl } from './serveControl.ts';
import { readSettings } from './settings.ts';

const standIn = createElectron({ ...readSettings(), relaunched: (args) => control.relaunched(args) });
const control = serveControl(standIn);

export const {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  desktopCapturer,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MenuItem,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  utilityProcess,
  webContents,
} = standIn.electron;

const whole = loud('electron', standIn.electron);
// biome-ignore lint/style/noDefaultExport: as the real module has one
export default whole;
// `require('electron')` of CommonJS packages.
export { whole as 'module.exports' };
