import {
  type Capture,
  type EngineContract,
  engineContract,
  type QueueState,
  type Settings,
} from '@adiuva/contracts/rpc';
import type { Log } from '@adiuva/engine/ports';
import { type Client, createClient, hasCode } from '@adiuva/wire';
import { asPort } from '../processes/index.ts';
import type { EngineProcess } from './engineProcess.ts';

export interface EngineFollower {
  /** Null while no engine answers. */
  client(): Client<EngineContract> | null;
}

/** Main's own connection: what the tray, the menu and notifications need to know, and no document. */
export function followEngine(
  engine: EngineProcess,
  log: Log,
  heard: {
    queue(queue: QueueState): void;
    settings(settings: Settings): void;
    captures(captures: readonly Capture[]): void;
  },
): EngineFollower {
  let client: Client<EngineContract> | null = null;

  engine.onReady(() => {
    const channel = engine.connect();
    if (!channel) return;
    const port = asPort(channel);
    const own = createClient(engineContract, port);
    client?.close();
    client = own;
    port.onClose(() => {
      if (client === own) client = null;
    });
    follow('jobs.follow', own.call('jobs.follow', {}, { onEvent: ({ queue }) => heard.queue(queue) }));
    follow(
      'capture.follow',
      own.call('capture.follow', {}, { onEvent: ({ captures }) => heard.captures(captures) }),
    );
    follow('settings.follow', own.call('settings.follow', {}, { onEvent: heard.settings }));
  });

  function follow(method: string, ended: Promise<unknown>): void {
    ended.catch((error: unknown) => {
      // Its end comes with the engine's; the next one is followed anew.
      if (!hasCode(error, 'worker_crashed'))
        log.warn('shell.not_followed', { method, message: String(error) });
    });
  }

  return { client: () => client };
}
