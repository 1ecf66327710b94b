import { expect, it } from 'vitest';
import { holdWhileAnswering } from './holdWhileAnswering.ts';
import type { LanguageModel } from './languageModel.ts';

const input = { system: '', messages: [{ role: 'user' as const, text: 'Hello' }], maxOutputTokens: 10 };

function model(stream: LanguageModel['stream']) {
  const events: string[] = [];
  const held = holdWhileAnswering({ id: 'ollama:tiny', contextTokens: 4096, stream }, async () => {
    events.push('begun');
    return () => events.push('ended');
  });
  return { held, events };
}

it('holds from before the first word to after the last, and when it is left or fails', async () => {
  const words = async function* () {
    yield 'one ';
    yield 'two';
  };
  const whole = model(words);
  let text = '';
  for await (const word of whole.held.stream(input)) {
    expect(whole.events).toEqual(['begun']);
    text += word;
  }
  expect([text, ...whole.events]).toEqual(['one two', 'begun', 'ended']);

  const left = model(words);
  for await (const _word of left.held.stream(input)) break;
  expect(left.events).toEqual(['begun', 'ended']);

  const broken = model(async function* () {
    yield 'one ';
    throw new Error('gone');
  });
  await expect(async () => {
    for await (const _word of broken.held.stream(input));
  }).rejects.toThrow('gone');
  expect(broken.events).toEqual(['begun', 'ended']);
});
