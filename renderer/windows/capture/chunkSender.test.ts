import { AppError, hasCode } from '@adiuva/wire';
import { expect, it } from 'vitest';
import { createChunkSender } from './chunkSender.ts';

const chunk = (...bytes: number[]) => Uint8Array.from(bytes).buffer;

/** An engine that keeps what it is given by its number, as the real one does, and whose connection can be cut. */
function open(pauseMs = { first: 5, longest: 20 }) {
  const kept: number[][] = [];
  const engine = {
    isCut: false,
    /** What is written is not told: the answer is lost on its way. */
    losesAnswers: false,
    failure: null as AppError | null,
    calls: 0,
  };
  const sender = createChunkSender({
    pauseMs,
    mayRetry: (error) => !hasCode(error, 'not_found'),
    async append(sequence, data) {
      engine.calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (engine.isCut) throw new AppError('worker_crashed', 'The connection was lost.');
      if (engine.failure) throw engine.failure;
      if (sequence > kept.length) throw new AppError('conflict', `${kept.length} is missing.`);
      // One that is there already is left as it is.
      if (sequence === kept.length) kept.push([...data]);
      if (engine.losesAnswers) throw new AppError('worker_crashed', 'The connection was lost.');
    },
  });
  return { sender, engine, kept };
}

it('sends in order, one after the other', async () => {
  const { sender, kept } = open();
  for (let at = 0; at < 20; at += 1) sender.add(chunk(at));
  expect(sender.state().waitingBytes).toBe(20);
  await sender.drained();
  expect(kept).toEqual(Array.from({ length: 20 }, (_, at) => [at]));
  expect(sender.state()).toEqual({ waitingBytes: 0, trouble: null, failure: null });
});

it('keeps what comes while the connection is cut, and loses and doubles nothing', async () => {
  const { sender, engine, kept } = open();
  sender.add(chunk(1));
  await sender.drained();
  engine.isCut = true;
  for (let at = 2; at < 400; at += 1) sender.add(chunk(at % 256));
  await expect.poll(() => sender.state().trouble).not.toBeNull();
  expect(sender.state().waitingBytes).toBe(398);
  engine.isCut = false;
  sender.retry();
  await sender.drained();
  expect(kept.flat()).toEqual([1, ...Array.from({ length: 398 }, (_, at) => (at + 2) % 256)]);
  expect(sender.state().trouble).toBeNull();
});

it('sends again, under the same number, what was written and never answered', async () => {
  const { sender, engine, kept } = open();
  engine.losesAnswers = true;
  sender.add(chunk(1));
  sender.add(chunk(2));
  await expect.poll(() => engine.calls).toBeGreaterThan(2);
  engine.losesAnswers = false;
  await sender.drained();
  expect(kept).toEqual([[1], [2]]);
});

it('tries again at once when it is told that the engine is back', async () => {
  const { sender, engine, kept } = open({ first: 3_600_000, longest: 3_600_000 });
  engine.isCut = true;
  sender.add(chunk(7));
  await expect.poll(() => sender.state().trouble).not.toBeNull();
  engine.isCut = false;
  sender.retry();
  await sender.drained();
  expect(kept).toEqual([[7]]);
});

it('goes on trying while the disk is full, and ends when the recording is gone', async () => {
  const { sender, engine } = open();
  engine.failure = new AppError('storage_full', 'The disk is full.');
  sender.add(chunk(1));
  await expect.poll(() => hasCode(sender.state().trouble, 'storage_full')).toBe(true);
  engine.failure = new AppError('not_found', 'It was discarded.');
  await expect(sender.drained()).rejects.toThrow('discarded');
  const { calls } = engine;
  sender.add(chunk(2));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(engine.calls).toBe(calls);
});

it('sends nothing more once it is closed', async () => {
  const { sender, engine } = open();
  engine.isCut = true;
  sender.add(chunk(1));
  await expect.poll(() => engine.calls).toBeGreaterThan(0);
  sender.close();
  const { calls } = engine;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(engine.calls).toBeLessThanOrEqual(calls + 1);
});
