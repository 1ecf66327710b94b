import type { Answer, AskEvent } from '@adiuva/contracts/rpc';
import { AppError } from '@adiuva/wire';
import { expect, it } from 'vitest';
import type { Connection } from '../../../client/index.ts';
import { createLiveAnswers } from './liveAnswers.ts';

const scope = { knowledgeBases: [], documentIds: [] };
const request = { question: 'When?', scope, attachments: [], model: undefined, conversationId: null };
const started: AskEvent = { type: 'started', conversationId: 'c', questionId: 'q', messageId: 'a' };
const given = { answer: 'One two three', messageId: 'a', citations: [] } as unknown as Answer;

/** An engine that is led by the test, and frames that come when the test says so. */
function setUp() {
  const frames: (() => void)[] = [];
  const asked: {
    input: unknown;
    tell(event: AskEvent): void;
    end(answer: Answer): void;
    fail(error: unknown): void;
  }[] = [];
  const client = {
    call: (
      _method: string,
      input: unknown,
      options: { signal: AbortSignal; onEvent(event: AskEvent): void },
    ) =>
      new Promise((end, fail) => {
        options.signal.addEventListener('abort', () => fail(new AppError('cancelled', 'Stopped.')));
        asked.push({ input, tell: options.onEvent, end, fail });
      }),
  } as unknown as Connection['client'];
  const answers = createLiveAnswers(client, (run) => void frames.push(run));
  const nextFrame = () => {
    for (const run of frames.splice(0)) run();
  };
  return { answers, asked, nextFrame, frames };
}

it('tells words once a frame, and the quiet list only of phases', async () => {
  const { answers, asked, nextFrame, frames } = setUp();
  const key = answers.ask(request);
  const [call] = asked;
  call?.tell(started);
  call?.tell({ type: 'retrieved', passages: 1, documents: ['/a.md'] });
  expect(answers.of('c')).toMatchObject({ phase: 'reading', questionId: 'q', documents: ['/a.md'] });
  for (const delta of ['One', ' two']) call?.tell({ type: 'text', delta });
  expect(frames).toHaveLength(1);
  expect(answers.get(key)?.text).toBe('');
  nextFrame();
  expect(answers.get(key)).toMatchObject({ text: 'One two', phase: 'writing' });
  const quiet = answers.all();
  call?.tell({ type: 'text', delta: ' three' });
  nextFrame();
  expect(answers.get(key)?.text).toBe('One two three');
  expect(answers.all()).toBe(quiet);
  call?.end(given);
  await Promise.resolve();
  expect(answers.all()[0]).toMatchObject({ phase: 'ended', answer: given });
  answers.discard(key);
  expect(answers.all()).toEqual([]);
});

it('keeps what was written when it is stopped or fails, with words no frame has told yet', async () => {
  for (const isStopped of [true, false]) {
    const { answers, asked, nextFrame } = setUp();
    const key = answers.ask(request);
    asked[0]?.tell(started);
    asked[0]?.tell({ type: 'text', delta: 'Half' });
    const error = new AppError('provider_unreachable', 'Nobody there.');
    if (isStopped) answers.stop(key);
    else asked[0]?.fail(error);
    await new Promise((resolve) => setTimeout(resolve, 0));
    nextFrame();
    expect(answers.get(key)).toMatchObject({
      phase: 'ended',
      text: 'Half',
      wasStopped: isStopped,
      error: isStopped ? null : error,
    });
  }
});

it('asks for no more than was chosen', () => {
  const { answers, asked } = setUp();
  answers.ask(request);
  answers.ask({
    ...request,
    conversationId: 'c',
    parentId: null,
    model: 'extractive',
    scope: { knowledgeBases: ['Work'], documentIds: [] },
    attachments: [{ documentId: 'd', name: 'a.md', mediaType: null }],
  });
  answers.regenerate({ conversationId: 'c', messageId: 'a', question: 'When?', model: 'fake:small' });
  expect(asked.map(({ input }) => input)).toEqual([
    { question: 'When?' },
    {
      question: 'When?',
      conversationId: 'c',
      parentId: null,
      model: 'extractive',
      scope: { knowledgeBases: ['Work'], documentIds: [] },
      attachments: ['d'],
    },
    { conversationId: 'c', messageId: 'a', model: 'fake:small' },
  ]);
});
