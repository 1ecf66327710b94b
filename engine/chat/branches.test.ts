import type { AskEvent, SearchResult } from '@adiuva/contracts/rpc';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { createProviders } from '#providers';
import { openStorage, type Storage } from '#storage';
import {
  type LanguageModelServer,
  type ModelReply,
  makeTemporaryFolder,
  openAiReply,
  plainReply,
  silentLog,
  sourceWorkers,
  startLanguageModelServer,
} from '#testing';
import { type Chat, createChat, type Retrieval, restorableMs, storedConversations } from './index.ts';

const text = 'The lease ends on 31 May 2027. The monthly rent is 950 euros. The landlord is Marta Bianchi.';
const result: SearchResult = {
  rank: 1,
  score: 1,
  documentId: 'lease',
  chunkId: 'c1',
  path: '/docs/lease.md',
  title: 'Lease',
  mediaType: 'text/markdown',
  text,
  locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
  snippet: { text: '', marks: [] },
};

let folder: ReturnType<typeof makeTemporaryFolder>;
let storage: Storage;
let server: LanguageModelServer;
let reply: ModelReply;
let chat: Chat;
let searched: Retrieval[];
let now: number;

beforeEach(async () => {
  folder = makeTemporaryFolder();
  storage = await openStorage(folder.path, sourceWorkers);
  server = await startLanguageModelServer(() => reply);
  searched = [];
  now = 1_000_000;
  const clock = { now: () => now++ };
  chat = createChat({
    retrieve: async (input) => {
      searched.push(input);
      return { results: [result] };
    },
    library: {
      checkScope: () => undefined,
      attachments: () => [],
      readWhole: async () => null,
      narrow: (citations) => [...citations],
    },
    providers: createProviders({
      settings: () => [
        { name: 'work', kind: 'openai-compatible', baseUrl: server.baseUrl, defaultModel: 'm' },
      ],
      secrets: { get: async () => null, set: async () => undefined, delete: async () => undefined },
      clock,
      limits: { firstChunkMs: 3000, chunkMs: 1000, maxTries: 1 },
    }),
    store: storedConversations(storage),
    clock,
    log: silentLog,
    defaultModel: () => null,
  });
});

afterEach(async () => {
  await storage.close();
  await server[Symbol.asyncDispose]();
  folder.remove();
});

const ask = (question: string, more: Partial<Parameters<Chat['ask']>[0]> = {}) =>
  chat.ask({ question, ...more }, localUser);
const missing = expect.objectContaining({ code: 'not_found' });

/** Every message as `parent text`, the shown end last. */
async function tree(conversationId: string) {
  const { messages, shownId } = await chat.messages(conversationId, localUser);
  const texts = new Map(
    messages.map(({ id, role, text: words, kind }) => [id, role === 'user' ? words : `${kind}`]),
  );
  return {
    edges: messages.map(({ id, parentId }) => `${parentId ? texts.get(parentId) : '-'} > ${texts.get(id)}`),
    shown: shownId && texts.get(shownId),
  };
}

const turnsSent = (index: number) =>
  (server.requests[index]?.body.messages ?? [])
    .map(({ content }) => String(content))
    .slice(1)
    .map((words) => words.replace(/^[\s\S]*Question: /, ''));

describe('branches', () => {
  it('answers from the branch a question stands in, not from the others', async () => {
    reply = openAiReply(['Fine.']);
    const first = await ask('Who is the landlord?', { model: 'work:m' });
    const { conversationId } = first;
    const old = await ask('What is the rent in detail?', { conversationId, model: 'work:m' });
    // Edited and sent again: beside the question it takes the place of.
    const edited = await ask('When does the lease end exactly?', {
      conversationId,
      parentId: first.messageId,
      model: 'work:m',
    });
    expect(turnsSent(2)).toEqual(['Who is the landlord?', 'Fine.', 'When does the lease end exactly?']);
    const next = await ask('And after that?', { conversationId, model: 'work:m' });
    expect(turnsSent(3)).toEqual([
      'Who is the landlord?',
      'Fine.',
      'When does the lease end exactly?',
      'Fine.',
      'And after that?',
    ]);
    expect(searched[3]?.query).toMatch(/lease/);
    expect(searched[3]?.query).not.toMatch(/rent/);
    const anew = await ask('Something else entirely?', { conversationId, parentId: null, model: 'work:m' });
    expect(turnsSent(4)).toEqual(['Something else entirely?']);
    expect((await chat.messages(conversationId, localUser)).shownId).toBe(anew.messageId);

    expect(await chat.show({ conversationId, messageId: first.questionId }, localUser)).toEqual({
      shownId: next.messageId,
    });
    expect(await chat.show({ conversationId, messageId: old.questionId }, localUser)).toEqual({
      shownId: old.messageId,
    });
    await ask('On the old branch?', { conversationId, model: 'work:m' });
    expect(turnsSent(5)).toContain('What is the rent in detail?');
    expect(edited.questionId).not.toBe(old.questionId);
  });

  it('regenerates beside the old answer, with the question’s own scope, and shows the new one', async () => {
    reply = openAiReply([
      'The landlord is Marta Bianchi [1: "The landlord is Marta Bianchi"]. She lives in Turin.',
    ]);
    const scope = { knowledgeBases: ['Office'], documentIds: ['lease'] };
    const first = await ask('Who is the landlord?', { scope, kb: 'home' });
    const { conversationId } = first;
    expect(first.unsupported).toEqual([]);
    const events: AskEvent[] = [];
    const again = await chat.regenerate(
      { conversationId, messageId: first.messageId, model: 'work:m' },
      localUser,
      { onEvent: (event) => events.push(event) },
    );
    expect(again).toMatchObject({ questionId: first.questionId, kind: 'generated', grounded: false });
    expect(again.unsupported.map(([start, end]) => again.answer.slice(start, end))).toEqual([
      'She lives in Turin.',
    ]);
    expect(events.slice(0, 2)).toEqual([
      { type: 'started', conversationId, questionId: first.questionId, messageId: again.messageId },
      { type: 'retrieved', passages: 1, documents: ['/docs/lease.md'] },
    ]);
    expect(searched.map((input) => input.scope)).toEqual([
      { knowledgeBases: ['home', 'Office'], documentIds: ['lease'] },
      { knowledgeBases: ['home', 'Office'], documentIds: ['lease'] },
    ]);
    expect(await tree(conversationId)).toEqual({
      edges: [
        '- > Who is the landlord?',
        'Who is the landlord? > extract',
        'Who is the landlord? > generated',
      ],
      shown: 'generated',
    });
    const { messages } = await chat.messages(conversationId, localUser);
    expect(messages[2]).toMatchObject({
      id: again.messageId,
      kind: 'generated',
      grounded: false,
      unsupported: again.unsupported,
      citations: again.citations,
    });
    // The history of the second answer to a later question ends before that question.
    const next = await ask('And the rent of it?', { conversationId, model: 'work:m' });
    await chat.regenerate({ conversationId, messageId: next.messageId, model: 'work:m' }, localUser);
    expect(turnsSent(2)).toEqual(turnsSent(1));
  });

  it('keeps why an answer failed, and what was asked can be asked again', async () => {
    reply = plainReply(401, '{}');
    const events: AskEvent[] = [];
    const failed = chat.ask({ question: 'Who?', model: 'work:m' }, localUser, {
      onEvent: (event) => events.push(event),
    });
    await expect(failed).rejects.toMatchObject({ code: 'provider_rejected' });
    const [started] = events;
    if (started?.type !== 'started') throw new Error('the first event tells the ids');
    const { messages, shownId } = await chat.messages(started.conversationId, localUser);
    expect(messages).toMatchObject([
      { id: started.questionId, state: 'complete' },
      {
        id: started.messageId,
        parentId: started.questionId,
        state: 'failed',
        grounded: false,
        error: { code: 'provider_rejected', message: expect.stringContaining('does not accept the key') },
      },
    ]);
    expect(shownId).toBe(started.messageId);
    reply = openAiReply(['Marta [1: "The landlord is Marta Bianchi"].']);
    const again = await chat.regenerate(
      { conversationId: started.conversationId, messageId: started.messageId, model: 'work:m' },
      localUser,
    );
    expect(again.answer).toBe('Marta [1].');
    // Also a question whose answer was lost with the process.
    await chat.regenerate({ conversationId: again.conversationId, messageId: again.questionId }, localUser);
    expect((await tree(again.conversationId)).edges).toHaveLength(4);
  });

  it('marks of a stopped answer what is unsupported, but not the sentence that was cut', async () => {
    reply = openAiReply(['The roof leaks badly. ', ...Array.from({ length: 200 }, () => 'And so on ')], {
      delayMs: 5,
    });
    const controller = new AbortController();
    let conversationId = '';
    const asked = chat.ask({ question: 'Who?', model: 'work:m' }, localUser, {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'started') conversationId = event.conversationId;
        if (event.type === 'text' && event.delta.includes('And so')) controller.abort();
      },
    });
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    const stopped = (await chat.messages(conversationId, localUser)).messages[1];
    expect(stopped).toMatchObject({ state: 'stopped', grounded: false });
    expect(stopped?.error).toBeUndefined();
    expect(stopped?.unsupported.map(([start, end]) => stopped.text.slice(start, end))).toEqual([
      'The roof leaks badly.',
    ]);
  });

  it('keeps two questions at once apart, and a conversation that is deleted meanwhile deleted', async () => {
    reply = openAiReply(['Yes ', 'it ', 'is.'], { delayMs: 30 });
    const { conversationId, messageId } = await ask('Who is the landlord?');
    const both = await Promise.all([
      ask('One?', { conversationId, model: 'work:m' }),
      ask('Two?', { conversationId, model: 'work:m' }),
    ]);
    const { messages } = await chat.messages(conversationId, localUser);
    const parents = new Map(messages.map(({ id, parentId }) => [id, parentId]));
    for (const answer of both) {
      expect(parents.get(answer.messageId)).toBe(answer.questionId);
      expect(parents.get(answer.questionId)).toBe(messageId);
    }

    let started: AskEvent | undefined;
    const late = chat.ask({ question: 'Late?', conversationId, model: 'work:m' }, localUser, {
      onEvent: (event) => {
        started ??= event;
      },
    });
    await expect.poll(() => started?.type).toBe('started');
    expect(await chat.deleteConversation(conversationId, localUser)).toBe(true);
    expect((await late).answer).toBe('Yes it is.');
    expect(chat.conversations({}, localUser).conversations).toEqual([]);
    await expect(chat.messages(conversationId, localUser)).rejects.toEqual(missing);
    await expect(ask('More?', { conversationId })).rejects.toEqual(missing);
    expect(await chat.restoreConversation(conversationId, localUser)).toBe(true);
    const restored = await chat.messages(conversationId, localUser);
    expect(restored.messages).toHaveLength(8);
    expect(restored.messages.at(-1)?.text).toBe('Yes it is.');

    // Gone for good while its answer is written: the one who asked has it all the same, or hears that it is gone.
    started = undefined;
    const last = chat.ask({ question: 'Last?', conversationId, model: 'work:m' }, localUser, {
      onEvent: (event) => {
        started ??= event;
      },
    });
    await expect.poll(() => started?.type).toBe('started');
    await chat.deleteConversation(conversationId, localUser);
    await storage.write.purgeConversations({ before: now + 1, limit: 1 });
    await expect(last).rejects.toEqual(missing);
    now += restorableMs;
    expect(await chat.restoreConversation(conversationId, localUser)).toBe(false);
  });

  it('takes no message of another conversation or of another caller', async () => {
    const other: Principal = { id: 'agent', kind: 'agent', grants: { knowledgeBases: [], canWrite: false } };
    const mine = await ask('Who is the landlord?');
    const second = await ask('What is the rent?');
    const theirs = await chat.ask({ question: 'Who?' }, other);
    const { conversationId } = mine;
    for (const messageId of [second.messageId, theirs.messageId, 'nowhere']) {
      await expect(ask('x', { conversationId, parentId: messageId })).rejects.toEqual(missing);
      for (const method of ['show', 'regenerate', 'branch'] as const)
        await expect(chat[method]({ conversationId, messageId }, localUser)).rejects.toEqual(missing);
    }
    await expect(ask('x', { parentId: mine.messageId })).rejects.toEqual(missing);
    const place = { conversationId, messageId: mine.messageId };
    for (const method of ['show', 'regenerate', 'branch'] as const)
      await expect(chat[method](place, other)).rejects.toEqual(missing);
    await expect(chat.rename(conversationId, 'Mine now', other)).rejects.toEqual(missing);
    await expect(chat.export(conversationId, other)).rejects.toEqual(missing);
    expect(await chat.restoreConversation(conversationId, other)).toBe(false);
    expect((await tree(conversationId)).edges).toHaveLength(2);
  });
});

describe('conversations', () => {
  it('are renamed, copied up to a message, found by their words and written out', async () => {
    const first = await ask('Who is the landlord?');
    const { conversationId } = first;
    await ask('What is the monthly rent?', { conversationId });
    expect(await chat.rename(conversationId, '  The\n lease\u202e ', localUser)).toEqual({
      title: 'The lease',
    });
    await expect(chat.rename(conversationId, ' \u200b\n', localUser)).rejects.toMatchObject({
      code: 'invalid_input',
    });

    const copy = await chat.branch({ conversationId, messageId: first.messageId }, localUser);
    const copied = await chat.messages(copy.conversationId, localUser);
    expect(copied).toMatchObject({
      title: 'The lease (2)',
      messages: [{ text: 'Who is the landlord?' }, {}],
    });
    expect(copied.shownId).toBe(copied.messages[1]?.id);
    const third = await chat.branch(
      { conversationId: copy.conversationId, messageId: copied.shownId ?? '' },
      localUser,
    );
    expect((await chat.messages(third.conversationId, localUser)).title).toBe('The lease (3)');

    const { conversations } = chat.conversations({ query: 'monthly ren' }, localUser);
    expect(conversations).toMatchObject([{ id: conversationId, title: 'The lease', messages: 4 }]);
    const { text: found = '', marks = [] } = conversations[0]?.found ?? {};
    expect(marks.map(([start, end]) => found.slice(start, end).toLowerCase())).toEqual(['monthly', 'rent']);
    const page = chat.conversations({ limit: 2 }, localUser);
    expect(chat.conversations({ limit: 2, after: page.next ?? '' }, localUser)).toMatchObject({
      conversations: [{ id: conversationId }],
      next: null,
    });
    expect(() => chat.conversations({ after: 'nonsense' }, localUser)).toThrow(/not where a page/);

    const { name, text: markdown } = await chat.export(conversationId, localUser);
    expect(name).toBe('The lease.md');
    expect(markdown).toContain('# The lease\n');
    expect(markdown).toMatch(/\[\^\d\]: Lease — `\/docs\/lease\.md` — “The monthly rent is 950 euros\.”/);
  });

  it('of 5,000 messages are read, gone on with, copied and written out without holding the engine', async () => {
    const first = await ask('Who is the landlord?');
    const { conversationId } = first;
    const place = { conversationId, owner: 'local', now: 1 };
    const [question, answer] = (await chat.messages(conversationId, localUser)).messages;
    if (!question || !answer) throw new Error('both are kept');
    const writes: Promise<unknown>[] = [];
    let end = answer.id;
    for (let n = 1; n < 2500; n++) {
      const asked = { ...question, id: `q${n}`, text: `Question ${n}?` };
      writes.push(storage.write.appendQuestion({ ...place, message: asked, parentId: end }));
      end = `a${n}`;
      writes.push(
        storage.write.appendAnswer({ ...place, message: { ...answer, id: end, parentId: `q${n}` } }),
      );
    }
    await Promise.all(writes);
    const read = await withTurns(() => chat.messages(conversationId, localUser));
    expect(read.value.messages).toHaveLength(5000);
    const exported = await withTurns(() => chat.export(conversationId, localUser));
    expect(exported.value.text.match(/^> Question \d+\?$/gm)).toHaveLength(2499);
    expect(Math.min(read.turns, exported.turns)).toBeGreaterThan(20);

    const copy = await chat.branch({ conversationId, messageId: end }, localUser);
    const next = await ask('And then?', { conversationId: copy.conversationId });
    const copied = await chat.messages(copy.conversationId, localUser);
    expect(copied.messages).toHaveLength(5002);
    expect(copied.shownId).toBe(next.messageId);
  }, 30_000);
});

/** With how often the event loop went round meanwhile. */
async function withTurns<T>(work: () => Promise<T>): Promise<{ value: T; turns: number }> {
  let turns = 0;
  let isOn = true;
  const count = () => {
    turns++;
    if (isOn) setImmediate(count);
  };
  setImmediate(count);
  const value = await work();
  isOn = false;
  return { value, turns };
}
