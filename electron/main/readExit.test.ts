import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readExit } from './readExit.ts';

it('tells a signal from an exit code, in each form that waitpid and shells give', () => {
  expect(readExit(0, 'linux')).toEqual({ code: 0, signal: null });
  expect(readExit(1, 'linux')).toEqual({ code: 1, signal: null });
  expect(readExit(256, 'linux')).toEqual({ code: 1, signal: null });
  expect(readExit(9, 'linux')).toEqual({ code: null, signal: 'SIGKILL' });
  expect(readExit(15, 'darwin')).toEqual({ code: null, signal: 'SIGTERM' });
  expect(readExit(133, 'linux')).toEqual({ code: null, signal: 'SIGTRAP' });
  expect(readExit(134, 'linux')).toEqual({ code: null, signal: 'SIGABRT' });
  expect(readExit(9, 'win32')).toEqual({ code: 9, signal: null });
});

it.skipIf(process.platform === 'win32')('reads what a shell tells of a process that was killed', () => {
  for (const signal of ['SIGTRAP', 'SIGKILL', 'SIGSEGV']) {
    const { status } = spawnSync('sh', ['-c', `sh -c 'kill -${signal.slice(3)} $$'`]);
    expect(readExit(status ?? 0)).toEqual({ code: null, signal });
  }
});
