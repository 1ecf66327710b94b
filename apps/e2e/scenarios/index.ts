import { everyScreenAccessible, welcomeAccessible } from './accessible.ts';
import { desktopAround } from './around.ts';
import { citationToPage } from './citation.ts';
import { engineKilled, recognitionKilled, restartInTheMiddle, workersKilled } from './deaths.ts';
import { dropWithBrokenFile } from './drop.ts';
import { firstRunByKeyboard } from './firstRun.ts';
import { hostileDocuments, hostileStream } from './hostile.ts';
import { liveRecording } from './liveRecording.ts';
import { offlineSwitch } from './offline.ts';
import { quickChatAndHandOver } from './quickChat.ts';
import { recordingReadAlong } from './recording.ts';
import type { Scenario } from './scenario.ts';
import { fitsEveryWidth } from './widths.ts';

export { runScenarios } from './runScenarios.ts';

/** In this order: each finds what those before it left in the library. */
export const scenarios: readonly Scenario[] = [
  welcomeAccessible,
  firstRunByKeyboard,
  citationToPage,
  quickChatAndHandOver,
  desktopAround,
  dropWithBrokenFile,
  hostileDocuments,
  hostileStream,
  offlineSwitch,
  everyScreenAccessible,
  fitsEveryWidth,
  recordingReadAlong,
  liveRecording,
  workersKilled,
  recognitionKilled,
  engineKilled,
  restartInTheMiddle,
];
