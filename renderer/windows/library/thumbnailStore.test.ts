import { expect, it } from 'vitest';
import { createThumbnailStore } from './thumbnailStore.ts';

function open(capacity = 10) {
  const asked: { id: string; answer(address: string | null): Promise<void>; fail(): Promise<void> }[] = [];
  const settled = () => new Promise<void>((done) => setTimeout(done));
  const store = createThumbnailStore({
    atOnce: 2,
    capacity,
    fetch: (id) =>
      new Promise((resolve, reject) =>
        asked.push({
          id,
          answer: (address) => {
            resolve(address);
            return settled();
          },
          fail: () => {
            reject(new Error('busy'));
            return settled();
          },
        }),
      ),
  });
  return { store, asked, ids: () => asked.map(({ id }) => id) };
}

it('asks for a few at once, the last wanted first, and never for what was scrolled past', async () => {
  const { store, asked, ids } = open();
  const forget = ['a', 'b', 'c', 'd', 'e'].map((id) => store.want(id, id));
  expect(ids()).toEqual(['a', 'b']);
  forget[3]?.();
  await asked[0]?.answer('data:a');
  expect(ids()).toEqual(['a', 'b', 'e']);
  expect(store.get('a')).toBe('data:a');
  await asked[1]?.answer(null);
  expect(store.get('b')).toBeNull();
  await asked[2]?.answer('data:e');
  expect(ids()).toEqual(['a', 'b', 'e', 'c']);
});

it('keeps so many, those last used', async () => {
  const { store, asked } = open(2);
  for (const id of ['a', 'b', 'c']) {
    if (id === 'c') store.want('a', 'a');
    store.want(id, id);
    await asked.at(-1)?.answer(`data:${id}`);
  }
  expect(['a', 'b', 'c'].map(store.get)).toEqual(['data:a', undefined, 'data:c']);
});

it('asks again for what failed, once somebody wants it again', async () => {
  const { store, asked, ids } = open();
  store.want('a', 'a');
  await asked[0]?.fail();
  expect(store.get('a')).toBeUndefined();
  store.want('a', 'a');
  expect(ids()).toEqual(['a', 'a']);
});
