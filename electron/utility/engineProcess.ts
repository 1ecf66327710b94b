import { createEngine } from '@adiuva/engine';
import { createFileLog } from '@adiuva/host/files';
import { type EngineLink, openEngine } from '@adiuva/host/session';
import { AppError, hasCode, type Port, toWireError } from '@adiuva/wire';
import {
  asPort,
  type FromEngine,
  type PowerState,
  type ToEngine,
  toEngineSchema,
} from '../processes/index.ts';
import { createMainSecrets } from './mainSecrets.ts';
import { createUtilityWorkers } from './utilityWorkerHost.ts';

/** Others who still use this engine are waited for this long when the desktop quits. */
const farewellMs = 5000;

/**
 * The engine's process. Windows speak to it over ports that main hands in, the command line over the data folder's
 * socket; where a command line was first, its engine is shared.
 */
export function serveEngineProcess({ storageThread }: { storageThread: URL }): void {
  const parent = process.parentPort;
  const send = (message: FromEngine): void => parent.postMessage(message);
  const workers = createUtilityWorkers(storageThread, send);
  const { secrets, answered } = createMainSecrets(send);
  const closing = new AbortController();
  let link: Promise<EngineLink> | undefined;
  let power: PowerState = 'mains';
  let onPower: (state: PowerState) => void = () => undefined;

  async function open(home: string): Promise<EngineLink> {
    const log = createFileLog(home);
    process.on('uncaughtExceptionMonitor', (error, origin) =>
      log.error('engine.defect', {
        origin,
        message: error instanceof Error ? (error.stack ?? '') : String(error),
      }),
    );
    const opened = await openEngine({
      home,
      start: () =>
        createEngine({
          home,
          workers: workers.host,
          secrets,
          log,
          clock: { now: Date.now },
          watchPower: (listener) => {
            onPower = listener;
            listener(power);
          },
        }),
      signal: closing.signal,
    });
    opened.onLost(() => send({ t: 'lost' }));
    return opened;
  }

  async function connect(port: Port): Promise<void> {
    try {
      if (!link) throw new AppError('unavailable', 'The library is not open.');
      await (await link).attach(port);
    } catch (error) {
      // The window hears that its port closed, and main tells why.
      port.close();
      // The engine of another process went, and none can be opened here: no further port would be of use.
      if (link && !hasCode(error, 'unavailable')) send({ t: 'refused', error: toWireError(error) });
    }
  }

  async function close(): Promise<void> {
    setTimeout(() => closing.abort(), farewellMs).unref();
    await (await link?.catch(() => undefined))?.close();
    process.exit(0);
  }

  function receive(message: ToEngine, port: Port | undefined): void {
    switch (message.t) {
      case 'open':
        link ??= open(message.home);
        link.then(
          () => send({ t: 'ready' }),
          (error: unknown) => send({ t: 'refused', error: toWireError(error) }),
        );
        return;
      case 'client':
        if (port) void connect(port);
        return;
      case 'workerPort':
        if (port) workers.opened(message.id, port);
        return;
      case 'workerPid':
        workers.started(message.id, message.pid);
        return;
      case 'workerEnded':
        workers.ended(message.id, { code: message.code, signal: message.signal });
        return;
      case 'secretAnswer':
        answered(message);
        return;
      case 'power':
        power = message.state;
        onPower(power);
        return;
      case 'close':
        void close();
        return;
    }
  }

  parent.on('message', ({ data, ports: [channel] }) => {
    receive(toEngineSchema.parse(data), channel && asPort(channel));
  });
}
