import type { Message } from '@adiuva/contracts/rpc';
import { describe, expect, it } from 'vitest';
import { createMessageTree } from './messageTree.ts';

const message = (id: string, parentId: string | null): Message => ({
  id,
  parentId,
  role: id.startsWith('q') ? 'user' : 'assistant',
  text: id,
  citations: [],
  model: null,
  kind: null,
  grounded: false,
  droppedCitations: 0,
  unsupported: [],
  scope: null,
  attachments: [],
  state: 'complete',
  createdAt: 0,
});

// q1 ─ a1 ─ q2 ─ a2
//    │    └ q3 ─ a3
//    └ a4 (asked for again)
// q5 ─ a5 (the first question, edited)
const tree = createMessageTree(
  (
    [
      ['q1', null],
      ['a1', 'q1'],
      ['q2', 'a1'],
      ['a2', 'q2'],
      ['q3', 'a1'],
      ['a3', 'q3'],
      ['a4', 'q1'],
      ['q5', null],
      ['a5', 'q5'],
    ] as const
  ).map(([id, parentId]) => message(id, parentId)),
);
const ids = (messages: readonly Message[]) => messages.map(({ id }) => id).join(' ');

describe('a tree of messages', () => {
  it('leads from the first question to any message', () => {
    expect(ids(tree.branchTo('a3'))).toBe('q1 a1 q3 a3');
    expect(ids(tree.branchTo('a5'))).toBe('q5 a5');
    expect(ids(tree.branchTo(null))).toBe('');
    expect(ids(tree.branchTo('nobody'))).toBe('');
  });

  it('knows the versions of a question and of an answer', () => {
    const versions = (id: string) => ids(tree.versions(tree.get(id) ?? message('none', 'none')));
    expect(versions('q2')).toBe('q2 q3');
    expect(versions('a4')).toBe('a1 a4');
    expect(versions('q5')).toBe('q1 q5');
    expect(versions('a2')).toBe('a2');
  });

  it('goes down to the newest end', () => {
    expect(tree.newestEnd('a1')).toBe('a3');
    expect(tree.newestEnd('q1')).toBe('a4');
    expect(tree.newestEnd('a2')).toBe('a2');
  });

  it('ends with messages that stand in a circle', () => {
    const circle = createMessageTree([message('q1', 'a1'), message('a1', 'q1')]);
    expect(ids(circle.branchTo('a1'))).toBe('q1 a1');
    expect(circle.newestEnd('q1')).toBe('a1');
  });
});
