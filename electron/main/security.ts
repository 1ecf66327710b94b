import {
  type App,
  app,
  desktopCapturer,
  type Session,
  session,
  systemPreferences,
  type WebContents,
  type WebPreferences,
} from 'electron';
import { appScheme, isOwnPage } from './appProtocol.ts';
import { canRecordSystemAudio, mayHave, mayLoad } from './rules.ts';

/** What every window of ours is made with. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    partition: appPartition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    devTools: !app.isPackaged,
    spellcheck: false,
  };
}

/** A storage of our own; the default session is used by nobody. */
const appPartition = 'persist:adiuva';

/** Before the app is ready: our scheme is an origin like any secure one. */
export const appSchemes = [
  {
    scheme: appScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
  },
];

/** The pages' session: it knows our scheme and nothing else, and grants what `mayHave` says. */
export function openAppSession(handle: (request: Request) => Response): void {
  const own = session.fromPartition(appPartition);
  own.protocol.handle(appScheme, handle);
  close(own);
  close(session.defaultSession);
  if (canRecordSystemAudio(process.platform)) giveSystemAudio(own);
}

/** What the machine plays, to our page, when a person has just asked for it there. Electron wants a picture beside it. */
function giveSystemAudio(target: Session): void {
  target.setDisplayMediaRequestHandler((request, answer) => {
    const isOurs = request.frame !== null && isOwnPage(request.frame.url);
    if (!isOurs || !request.userGesture || !request.audioRequested) return answer(null);
    desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width: 0, height: 0 } }).then(
      ([screen]) => answer(screen ? { video: screen, audio: 'loopback' } : null),
      () => answer(null),
    );
  });
}

/** A Mac asks the person itself, once, and remembers. */
async function mayHear(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('microphone');
}

function close(target: Session): void {
  target.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const isOurs = mayHave(permission, details);
    if (!isOurs || permission !== 'media') return grant(isOurs);
    mayHear().then(grant, () => grant(false));
  });
  target.setPermissionCheckHandler((_contents, permission, _origin, details) => mayHave(permission, details));
  target.setDevicePermissionHandler(() => false);
  target.setDisplayMediaRequestHandler(null);
  target.setSpellCheckerEnabled(false);
  target.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !mayLoad(details.url, app.isPackaged) }),
  );
  target.on('will-download', (event) => event.preventDefault());
}

/** Whatever kind of contents is made, by whomever: it goes nowhere, opens nothing and embeds nothing. */
export function guardContents(target: Pick<App, 'on'>): void {
  target.on('web-contents-created', (_event, contents) => guard(contents));
  target.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  target.on('select-client-certificate', (event) => event.preventDefault());
  target.on('login', (event, _contents, _details, _info, answer) => {
    event.preventDefault();
    answer();
  });
}

function guard(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
