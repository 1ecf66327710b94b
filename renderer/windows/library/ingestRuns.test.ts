import { AppError } from '@adiuva/wire';
import { expect, it } from 'vitest';
import { endedRun, startedRun, withEvent, withTask } from './ingestRuns.ts';

const document = { id: 'd', mediaType: null, parts: 0, chunks: 0 };
const error = { code: 'file_encrypted' as const, message: 'Needs a password.' };

it('follows each file to its end and keeps the reasons of those that failed', () => {
  let run = withEvent(startedRun(1, null), { type: 'scanned', files: 3, queued: 3 });
  run = withEvent(run, { type: 'progress', path: '/a/b.pdf', stage: 'embed', fraction: 0.5 });
  run = withEvent(run, { type: 'progress', path: '/a/c.pdf', stage: 'extract' });
  expect([...run.tasks.values()].map(({ name, stage, fraction }) => [name, stage, fraction])).toEqual([
    ['b.pdf', 'embed', 0.5],
    ['c.pdf', 'extract', null],
  ]);
  run = withEvent(run, {
    type: 'documents',
    done: 2,
    total: 3,
    documents: [
      { ...document, path: '/a/b.pdf', status: 'indexed' },
      { ...document, path: '/a/c.pdf', status: 'failed', error },
    ],
  });
  expect([run.done, run.total, [...run.tasks.keys()]]).toEqual([2, 3, ['/a/c.pdf']]);
  run = withEvent(run, { type: 'progress', path: '/a/d.pdf', stage: 'index' });
  const stopped = endedRun(run, { error: new AppError('cancelled', 'Stopped.'), isStopped: true });
  expect([stopped.state, stopped.error, [...stopped.tasks.values()].map((task) => task.error)]).toEqual([
    'stopped',
    null,
    [error],
  ]);
});

it('tells what ended the whole of it', () => {
  const run = endedRun(startedRun(1, 'x'), {
    error: new AppError('storage_full', 'The disk is full.'),
    isStopped: false,
  });
  expect(run).toMatchObject({ state: 'failed', error: { code: 'storage_full' } });
});

it('does not grow with the number of files that fail', () => {
  let run = startedRun(1, null);
  for (let at = 0; at < 2000; at += 1) run = withTask(run, `/${at}`, { error });
  expect(run.tasks.size).toBe(500);
});
