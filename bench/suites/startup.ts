import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Suite } from '../suite.ts';

const bundle = fileURLToPath(new URL('../../out/headless/adiuva.js', import.meta.url));
const rounds = 9;

export const suite: Suite = {
  name: 'startup',
  description: 'from the start of the process to an engine that answers, on a library that is there already',
  async run({ folder }) {
    const home = join(folder, 'home');
    await startOnce(home);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await startOnce(home));
    times.sort((a, b) => a - b);
    const median = times[Math.floor(rounds / 2)] ?? Number.NaN;
    return [
      {
        name: 'engine ready, median',
        unit: 'ms',
        value: median,
        target: 'at most 300 ms',
        met: median <= 300,
      },
      { name: 'engine ready, slowest', unit: 'ms', value: times.at(-1) ?? Number.NaN },
    ];
  },
};

/** Starts the web host and ends it when it has printed its address: the database is open and calls are answered. */
async function startOnce(home: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [bundle, 'serve', '--json', '--home', home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ms = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', () => resolve(performance.now() - started));
    child.once('exit', (code) => reject(new Error(`The host ended early (${code}).`)));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
  return ms;
}
