import { type ChildProcess, fork } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { LoudEmitter, loud } from './loud.ts';
import { createPortHolder, type PortOrder } from './messagePorts.ts';

/** What a utility process and main say to each other; ports by their ids. */
export type ChildOrder = PortOrder | { t: 'message'; data: unknown; ports: string[] };
export type ChildSaid =
  | { t: 'message'; data: unknown }
  | { t: 'port'; id: string; data: unknown; ports: string[] }
  | { t: 'portClosed'; id: string };

export interface SeenProcess {
  pid: number;
  serviceName: string;
  entry: string;
  execArgv: readonly string[];
}

const entryFile = fileURLToPath(new URL('./utilityEntry.ts', import.meta.url));

/** Utility processes are child processes of Node, whose `process.parentPort` is this one. */
export function createUtilityProcesses(app: EventEmitter) {
  const running = new Map<StandInUtilityProcess, SeenProcess>();

  class StandInUtilityProcess
    extends LoudEmitter
    implements Pick<Electron.UtilityProcess, 'pid' | 'stdout' | 'stderr' | 'kill' | 'postMessage'>
  {
    static override readonly electronName = 'UtilityProcess';
    pid: number | undefined;
    readonly stdout: NodeJS.ReadableStream | null;
    readonly stderr: NodeJS.ReadableStream | null;
    readonly #child: ChildProcess;
    readonly #ports = createPortHolder((order) => this.#send(order));

    constructor(modulePath: string, args: readonly string[], options: Electron.ForkOptions) {
      super();
      const serviceName = options.serviceName ?? 'Node Utility Process';
      const { stdio = 'inherit' } = options;
      const [, out, err] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
      this.#child = fork(modulePath, [...args], {
        cwd: options.cwd,
        env: { ...(options.env ?? process.env), ADIUVA_STAND_IN_ROLE: 'utility' },
        execArgv: [...nodeArguments(options.execArgv ?? []), '--import', entryFile],
        serialization: 'advanced',
        stdio: ['ignore', asStdio(out), asStdio(err), 'ipc'],
      });
      this.stdout = this.#child.stdout as Readable | null;
      this.stderr = this.#child.stderr as Readable | null;
      this.#child.on('error', (error) => process.stderr.write(`${serviceName}: ${error.message}\n`));
      this.#child.on('message', (said: ChildSaid) => this.#hear(said));
      this.#child.on('spawn', () => {
        this.pid = this.#child.pid;
        running.set(this, {
          pid: this.#child.pid ?? 0,
          serviceName,
          entry: modulePath,
          execArgv: options.execArgv ?? [],
        });
        this.emit('spawn');
      });
      this.#child.on('exit', (code, signal) => {
        running.delete(this);
        this.pid = undefined;
        this.#ports.closeAll();
        // As Electron on POSIX: the number of the signal that ended it stands for a code.
        const exitCode = code ?? (signal === 'SIGTERM' ? 15 : 9);
        this.emit('exit', exitCode);
        if (exitCode !== 0)
          app.emit(
            'child-process-gone',
            {},
            {
              type: 'Utility',
              serviceName: 'node.mojom.NodeService',
              name: serviceName,
              reason: signal ? 'killed' : 'abnormal-exit',
              exitCode,
            },
          );
      });
    }

    postMessage(message: unknown, transfer: Electron.MessagePortMain[] = []): void {
      this.#send({ t: 'message', data: message, ports: transfer.map((port) => this.#ports.give(port)) });
    }

    kill(): boolean {
      return this.#child.kill('SIGTERM');
    }

    #send(order: ChildOrder): void {
      if (this.#child.connected) this.#child.send(order, () => undefined);
    }

    #hear(said: ChildSaid): void {
      if (said.t === 'message') this.emit('message', said.data);
      else if (said.t === 'port') this.#ports.received(said.id, said.data, said.ports);
      else this.#ports.closed(said.id);
    }
  }

  const utilityProcess = loud('utilityProcess', {
    fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
      new StandInUtilityProcess(modulePath, args, options) as unknown as Electron.UtilityProcess,
  } satisfies Pick<typeof Electron.utilityProcess, 'fork'>);
  return {
    utilityProcess,
    UtilityProcess: StandInUtilityProcess,
    running: () => [...running.values()],
    killAll: () => {
      for (const process of running.keys()) process.kill();
    },
  };
}

const asStdio = (value: string | undefined) => (value === 'pipe' || value === 'ignore' ? value : 'inherit');

/** Chromium hands V8's flags on in one switch; Node takes them one by one. */
function nodeArguments(execArgv: readonly string[]): string[] {
  return execArgv.flatMap((argument) =>
    argument.startsWith('--js-flags=') ? argument.slice('--js-flags='.length).split(/[ ,]+/) : [argument],
  );
}
