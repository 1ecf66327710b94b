import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Where what is built lies: this checkout, or another one, a packaged app's folder say. */
export const builtRoot = process.env.ADIUVA_BUILT_ROOT ?? root;

const launcher = join(root, 'apps', 'headless', 'bin', 'adiuva.mjs');

/** A folder that is removed by `remove`, under the system's temporary one. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'adiuva-e2e-')));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** Resolves with everything that was written once the process has ended. */
  ended: Promise<Finished>;
  /** Resolves once stdout, or stderr, holds what is looked for. */
  saw(pattern: RegExp, stream?: 'stdout' | 'stderr'): Promise<RegExpExecArray>;
}

/** Starts the command line as a user does, through its launcher, as a process of its own. */
export function startAdiuva(args: readonly string[], options: { home: string; cwd?: string }): Running {
  const { ADIUVA_HOME: _home, FORCE_COLOR: _color, ...environment } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...environment, ADIUVA_HOME: options.home, ADIUVA_SOURCE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => {
      written[name] += text;
      for (const look of [...watchers]) look();
    });
  }
  const ended = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...written });
      for (const look of [...watchers]) look();
    });
  });
  return {
    child,
    ended,
    saw: (pattern, stream = 'stdout') =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(written[stream]);
          if (found) resolve(found);
          else if (child.exitCode !== null || child.signalCode !== null)
            reject(new Error(`It ended before it wrote ${pattern}: ${written.stdout}\n${written.stderr}`));
          else return;
          watchers.delete(look);
        };
        watchers.add(look);
        look();
      }),
  };
}

export function runAdiuva(
  args: readonly string[],
  options: { home: string; cwd?: string },
): Promise<Finished> {
  return startAdiuva(args, options).ended;
}

export interface ServedHost {
  /** Without the token. */
  origin: string;
  port: number;
  token: string;
  running: Running;
  stop(): Promise<Finished>;
}

/** `adiuva serve`, once it has printed where it is. */
export async function serveAdiuva(home: string): Promise<ServedHost> {
  const running = startAdiuva(['serve', '--json'], { home });
  const [line] = await running.saw(/^.*\n/);
  const { url } = JSON.parse(line) as { url: string };
  const { origin, port, hash } = new URL(url);
  return {
    origin,
    port: Number(port),
    token: hash.replace('#token=', ''),
    running,
    stop: () => {
      running.child.kill('SIGTERM');
      return running.ended;
    },
  };
}
