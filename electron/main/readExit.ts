import { constants } from 'node:os';

/** How a process ended: one of the two is not null. */
export interface ProcessExit {
  code: number | null;
  signal: string | null;
}

const namesOfSignals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
/** What ends processes from outside, or by a fault of their own; never what a program exits with. */
const endingSignals = new Set([
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGKILL',
  'SIGTERM',
]);
const coreDumped = 0x80;

/**
 * Reads the one number that Electron tells of a utility process. On POSIX it comes from waitpid: a signal in the low
 * bits, with 128 where a core was dumped (the form that shells use, too), an exit code as it is or in the second byte.
 */
export function readExit(code: number, platform: NodeJS.Platform = process.platform): ProcessExit {
  if (platform === 'win32') return { code, signal: null };
  if (code > 0xff) return { code: (code >> 8) & 0xff, signal: null };
  const name = namesOfSignals.get(code & ~coreDumped);
  if (name !== undefined && endingSignals.has(name)) return { code: null, signal: name };
  return { code, signal: null };
}
