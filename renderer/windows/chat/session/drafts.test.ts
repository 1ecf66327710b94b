import { expect, it, vi } from 'vitest';
import { createDrafts } from './drafts.ts';

function memory(first: string | null = null) {
  let kept = first;
  return {
    getItem: () => kept,
    setItem(_key: string, value: string) {
      kept = value;
    },
  };
}

it('outlives a reload, but for changes of earlier questions', () => {
  vi.useFakeTimers();
  const storage = memory();
  const drafts = createDrafts(storage);
  drafts.change('a', () => ({ text: 'half a ques', scope: [{ kind: 'knowledgeBase', name: 'Work' }] }));
  drafts.change('b', () => ({ text: 'earlier', editing: { messageId: 'q', parentId: null } }));
  vi.advanceTimersByTime(1000);
  const again = createDrafts(storage);
  expect(again.get('a')).toMatchObject({
    text: 'half a ques',
    scope: [{ kind: 'knowledgeBase', name: 'Work' }],
  });
  expect(again.get('b').text).toBe('');
  vi.useRealTimers();
});

it.each(['nonsense', '{}', '[[1,2]]', '[["a",{"text":3}]]', '[["a",null]]'])(
  'begins anew where what was kept is none: %s',
  (kept) => {
    expect(createDrafts(memory(kept)).get('a').text).toBe('');
  },
);

it('takes no part of a scope that is none', () => {
  const kept = JSON.stringify([
    [
      'a',
      {
        text: 't',
        scope: [null, 3, { kind: 'document', name: 'x' }, { kind: 'knowledgeBase', name: 'Work' }],
      },
    ],
  ]);
  expect(createDrafts(memory(kept)).get('a').scope).toEqual([{ kind: 'knowledgeBase', name: 'Work' }]);
});
