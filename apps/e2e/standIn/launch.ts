import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StandInControl } from './control.ts';
import type { ControlCall, ControlSaid } from './serveControl.ts';
import { type StandInSettings, settingsEnvironment } from './settings.ts';

export interface LaunchOptions extends StandInSettings {
  /** The file that Electron would be started with. */
  entry: string;
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** V8's and Node's own; Electron would have been built with them. */
  nodeFlags?: readonly string[];
}

export type RemoteControl = {
  [K in keyof StandInControl]: (
    ...args: Parameters<StandInControl[K]>
  ) => Promise<Awaited<ReturnType<StandInControl[K]>>>;
};

/** A main process under the stand-in, and the world around it. */
export interface LaunchedStandIn {
  child: ChildProcess;
  control: RemoteControl;
  /** Resolves once the process has ended, with everything it wrote to stderr. */
  ended: Promise<{ code: number | null; stderr: string }>;
  stderr(): string;
  /** What main asked to be started again with, where it did. */
  relaunch(): readonly string[] | null;
}

const register = fileURLToPath(new URL('./register.ts', import.meta.url));

/** Starts `entry` as Electron would, with `electron` being the stand-in. */
export function launchStandIn(options: LaunchOptions): LaunchedStandIn {
  const { entry, args = [], env = process.env, nodeFlags = [], appPath, chromium } = options;
  const child = fork(entry, [...args], {
    env: { ...env, ...settingsEnvironment({ appPath, chromium }) },
    execArgv: [...nodeFlags, '--disable-warning=ExperimentalWarning', '--import', register],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastCall = 0;
  let stderr = '';
  let relaunch: readonly string[] | null = null;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (process.env.ADIUVA_STAND_IN_STDERR) process.stderr.write(text);
    });
  child.on('message', (said: ControlSaid) => {
    if (said.t === 'relaunch') {
      relaunch = said.args;
      return;
    }
    const call = waiting.get(said.call);
    waiting.delete(said.call);
    if (said.error !== undefined) call?.reject(new Error(said.error));
    else call?.resolve(said.value);
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`The app has ended (${code}):\n${stderr}`));
      waiting.clear();
      resolve({ code, stderr });
    });
  });
  const control = new Proxy({} as RemoteControl, {
    get: (_target, name) => {
      // So that the proxy can be awaited.
      if (name === 'then') return undefined;
      return (...given: unknown[]) =>
        new Promise((resolve, reject) => {
          const message: ControlCall = { call: ++lastCall, name: name as keyof StandInControl, args: given };
          waiting.set(lastCall, { resolve, reject });
          if (child.connected) child.send(message);
          else reject(new Error(`The app has ended:\n${stderr}`));
        });
    },
  });
  return { child, control, ended, stderr: () => stderr, relaunch: () => relaunch };
}
