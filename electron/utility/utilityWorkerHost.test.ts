import { createPortPair } from '@adiuva/wire';
import { expect, it } from 'vitest';
import type { FromEngine } from '../processes/index.ts';
import { createUtilityWorkers } from './utilityWorkerHost.ts';

function open() {
  const sent: FromEngine[] = [];
  const workers = createUtilityWorkers(new URL('file:///nowhere.js'), (message) => sent.push(message));
  const start = () => {
    const handle = workers.host.start('extraction', { init: { modelsFolder: '/m' }, maxHeapMiB: 640 });
    const seen = { messages: [] as unknown[], closed: 0, exits: [] as unknown[] };
    handle.port.onMessage((message) => seen.messages.push(message));
    handle.port.onClose(() => seen.closed++);
    handle.onExit((exit) => seen.exits.push(exit));
    return { handle, seen };
  };
  return { sent, workers, start };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it('asks main for a worker, and says to it what was said before its port came', async () => {
  const { sent, workers, start } = open();
  const { handle, seen } = start();
  expect(sent).toEqual([
    { t: 'startWorker', id: 1, kind: 'extraction', init: { modelsFolder: '/m' }, maxHeapMiB: 640 },
  ]);
  handle.port.postMessage('first');
  handle.port.postMessage('second');
  expect(handle.pid).toBeUndefined();
  const [ours, theirs] = createPortPair();
  const heard: unknown[] = [];
  theirs.onMessage((message) => heard.push(message));
  workers.opened(1, ours);
  workers.started(1, 4711);
  handle.port.postMessage('third');
  theirs.postMessage('answer');
  await settled();
  expect(heard).toEqual(['first', 'second', 'third']);
  expect(seen.messages).toEqual(['answer']);
  expect(handle.pid).toBe(4711);
  handle.kill();
  expect(sent.at(-1)).toEqual({ t: 'killWorker', id: 1 });
});

it('tells of an end once, whether the port or the process tells it first, and to those who ask late', async () => {
  const { workers, start } = open();
  const { handle, seen } = start();
  const [ours, theirs] = createPortPair();
  workers.opened(1, ours);
  theirs.close();
  await settled();
  expect(seen).toMatchObject({ closed: 1, exits: [] });
  workers.ended(1, { code: null, signal: 'SIGTRAP' });
  workers.ended(1, { code: 0, signal: null });
  const late: unknown[] = [];
  handle.onExit((exit) => late.push(exit));
  handle.port.onClose(() => late.push('closed'));
  expect(seen).toMatchObject({ closed: 1, exits: [{ code: null, signal: 'SIGTRAP' }] });
  expect(late).toEqual([{ code: null, signal: 'SIGTRAP' }, 'closed']);
});

it('lets a worker go that was closed before its port came', async () => {
  const { workers, start } = open();
  const { handle, seen } = start();
  handle.port.close();
  const [ours, theirs] = createPortPair();
  let isGone = false;
  theirs.onClose(() => {
    isGone = true;
  });
  workers.opened(1, ours);
  await settled();
  expect(isGone).toBe(true);
  expect(seen.closed).toBe(1);
  // Of another engine's time, or of no worker at all.
  const [stray, far] = createPortPair();
  let isStrayGone = false;
  far.onClose(() => {
    isStrayGone = true;
  });
  workers.opened(99, stray);
  await settled();
  expect(isStrayGone).toBe(true);
});
