import { constants } from 'node:os';

/** How a process ended: one of the two is not null. */
export interface ProcessExit {
  code: number | null;
  signal: string | null;
}

/** What ends processes from outside, or by a fault of their own; never what a program exits with. */
const endingSignals = [
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGKILL',
  'SIGTERM',
] as const;
const coreDumped = 0x80;

/**
 * Reads the one number that Electron tells of a utility process. On POSIX it comes from waitpid: a signal in the low
 * bits, with 128 where a core was dumped (the form that shells use, too), an exit code as it is or in the second byte.
 */
export function readExit(code: number, platform: NodeJS.Platform = process.platform): ProcessExit {
  if (platform === 'win32') return { code, signal: null };
  if (code > 0xff) return { code: (code >> 8) & 0xff, signal: null };
  const signal = endingSignals.find((name) => constants.signals[name] === (code & ~coreDumped));
  if (signal) return { code: null, signal };
  return { code, signal: null };
}
