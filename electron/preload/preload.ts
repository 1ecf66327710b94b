import { type ShellBridge, shellChannels } from '@adiuva/contracts/shellBridge';
import { contextBridge, ipcRenderer, webUtils } from 'electron';

// A forwarder that knows no method: what may be called, and by whom, is decided in main.
const bridge: ShellBridge = {
  call: (method, input) =>
    ipcRenderer
      .invoke(shellChannels.call, { method, input })
      .catch((error: unknown) => ({ error: { code: 'internal', message: String(error) } })),
  onEvent(listener) {
    const receive = (_event: unknown, message: unknown): void => listener(message);
    ipcRenderer.on(shellChannels.event, receive);
    return () => void ipcRenderer.removeListener(shellChannels.event, receive);
  },
  pathOf: (file) => webUtils.getPathForFile(file as File),
};
contextBridge.exposeInMainWorld('adiuva', bridge);

// A port does not pass the context bridge; a message of the window to itself carries it over.
ipcRenderer.on(shellChannels.enginePort, (event) => {
  window.postMessage(shellChannels.enginePort, window.location.origin, [...event.ports]);
});
