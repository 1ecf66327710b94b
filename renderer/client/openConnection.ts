import { type Connection, createConnection } from './connection.ts';
import { createDesktopHost } from './desktopHost.ts';
import { createEnginePorts } from './enginePort.ts';
import { takeLaunchToken } from './launchToken.ts';
import { createWebHost } from './webHost.ts';
import { openWebSocketPort } from './webSocketPort.ts';

/** The window's one connection, whatever it runs in. Null in a browser that was not let in: its address has no token. */
export async function openConnection(): Promise<Connection | null> {
  if (window.adiuva) {
    // Before anything is awaited: the first port may come at any moment.
    const ports = createEnginePorts();
    return createConnection(await createDesktopHost(window.adiuva), ports.next);
  }
  const token = takeLaunchToken();
  return token === null ? null : createConnection(createWebHost(token), () => openWebSocketPort(token));
}
