import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { createTranscriptStore, type TranscriptPage } from './transcriptStore.ts';

function segment(at: number, text = `s${at}`): TranscriptSegment {
  return {
    id: `id${at}`,
    startMs: at * 1000,
    endMs: at * 1000 + 900,
    text,
    speaker: 0,
    words: [],
    confidence: null,
    isEdited: false,
  };
}

/** An engine that holds `count` segments, answers when told, and changes when told. */
function open(count: number, pageSize = 10) {
  const state = { revision: 1, list: Array.from({ length: count }, (_, at) => segment(at)) };
  const waiting: { give(): void; offset: number; signal: AbortSignal }[] = [];
  const store = createTranscriptStore({
    pageSize,
    fetch: (offset, limit, signal) =>
      new Promise<TranscriptPage>((resolve) => {
        const give = () =>
          resolve({
            segments: state.list.slice(offset, offset + limit),
            total: state.list.length,
            revision: state.revision,
          });
        waiting.push({ give, offset, signal });
      }),
  });
  const next = async () => {
    waiting.shift()?.give();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const all = async () => {
    while (waiting.length > 0) await next();
  };
  return { store, state, waiting, next, all };
}

it('shows the first page at once and the rest as it comes', async () => {
  const { store, next } = open(25);
  store.refresh();
  await next();
  expect([store.segments().length, store.isWhole()]).toEqual([10, false]);
  await next();
  await next();
  expect([store.segments().length, store.isWhole()]).toEqual([25, true]);
});

it('never mixes two revisions', async () => {
  const { store, state, next, all } = open(25);
  store.refresh();
  await next();
  state.revision = 2;
  state.list = state.list.map((one) => ({ ...one, text: `${one.text} again` }));
  await all();
  expect(store.isWhole()).toBe(true);
  expect(store.segments().every(({ text }) => text.endsWith('again'))).toBe(true);
});

it('keeps what it shows while all is asked for again, and only when the revision is another', async () => {
  const { store, state, waiting, next, all } = open(25);
  store.refresh();
  await all();
  store.meet(1);
  expect(waiting).toHaveLength(0);
  state.revision = 2;
  state.list = [segment(0, 'new')];
  store.meet(2);
  expect(store.segments()).toHaveLength(25);
  await next();
  expect(store.segments().map(({ text }) => text)).toEqual(['new']);
});

it('takes the person’s own change without asking for everything', async () => {
  const { store, waiting, all } = open(25);
  store.refresh();
  await all();
  store.replace(segment(3, 'mine'));
  expect(store.segments()[3]?.text).toBe('mine');
  store.meet(2);
  expect(waiting).toHaveLength(0);
  store.meet(3);
  expect(waiting).toHaveLength(1);
});

it('tells of a failure, keeps what it has, and tries again when asked', async () => {
  let isBroken = false;
  const store = createTranscriptStore({
    fetch: async () => {
      if (isBroken) throw new Error('gone');
      return { segments: [segment(0)], total: 1, revision: 1 };
    },
  });
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  store.refresh();
  await settled();
  isBroken = true;
  store.refresh();
  await settled();
  expect([store.segments().length, (store.error() as Error).message]).toEqual([1, 'gone']);
  isBroken = false;
  store.refresh();
  await settled();
  expect(store.error()).toBeNull();
});
