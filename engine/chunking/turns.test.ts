import { type Block, type ChunkingOptions, type Part, presets } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { chunkText } from '#base';
import { chunkParts } from './index.ts';
import { seeded } from './testing/texts.ts';

/** A token a word; enough where only turns and names matter. */
const tokenizer = {
  count: (text: string) => text.split(/\s+/).filter((word) => word !== '').length,
  offsets: (text: string) =>
    Uint32Array.from(
      [...text.matchAll(/\S+/g)].flatMap((match) => [match.index, match.index + match[0].length]),
    ),
};

type Said = [speaker: string | null, words: string] | { heading: string };

function transcript(...said: Said[]): Part {
  let text = '';
  const blocks: Block[] = [];
  for (const piece of said) {
    if (text !== '') text += '\n\n';
    const start = text.length;
    if ('heading' in piece) {
      text += piece.heading;
      blocks.push({ kind: 'heading', start, end: text.length, level: 1 });
      continue;
    }
    const [speaker, words] = piece;
    text += speaker === null ? words : `${speaker}: ${words}`;
    const named = speaker === null ? {} : { speaker, nameLength: speaker.length + 1 };
    blocks.push({ kind: 'turn', start, end: text.length, ...named });
  }
  const locator = { kind: 'time' as const, part: 0, start: 0, end: text.length, startMs: 0, endMs: 60_000 };
  return { kind: 'recording', text, blocks, locator };
}

const sentences = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => `This is sentence ${first + index} of the talk.`).join(' ');

const byTurn: ChunkingOptions = { strategy: 'diarization', size: 40, overlap: 10 };
const bySpeaker: ChunkingOptions = { strategy: 'speaker', size: 40, overlap: 0 };

async function texts(part: Part, options: ChunkingOptions): Promise<string[]> {
  const spans = await chunkParts([part], options, { tokenizer });
  for (const span of spans) {
    expect(span.tokenCount).toBe(tokenizer.count(chunkText(part.text, span)));
    expect(span.tokenCount).toBeLessThanOrEqual(options.size);
  }
  return spans.map((span) => chunkText(part.text, span));
}

it('makes a chunk of each turn', async () => {
  const part = transcript(
    ['Ada', 'Shall we begin with the budget?'],
    ['Bob', 'Yes.'],
    ['Ada', 'Then here it is.'],
    ['Ada', 'After a pause she goes on with the costs.'],
  );
  expect(await texts(part, byTurn)).toEqual([
    'Ada: Shall we begin with the budget?',
    'Bob: Yes.',
    'Ada: Then here it is.',
    'Ada: After a pause she goes on with the costs.',
  ]);
});

it('cuts a long turn at sentences, and says in each chunk who speaks', async () => {
  const part = transcript(
    ['Bob', 'Please go on.'],
    ['Ada Lovelace', sentences(30)],
    ['Bob', 'Thank you very much.'],
  );
  const found = await texts(part, byTurn);
  expect(found[0]).toBe('Bob: Please go on.');
  expect(found.at(-1)).toBe('Bob: Thank you very much.');
  const own = found.slice(1, -1);
  expect(own.length).toBeGreaterThan(5);
  expect(own[0]).toMatch(/^Ada Lovelace: This is sentence 0 /);
  for (const text of own.slice(1)) expect(text).toMatch(/^Ada Lovelace:\nThis is sentence \d+ .*talk\.$/s);
  // Some of it is said again within the turn, and nothing of anybody else's.
  expect(own.every((text) => !text.includes('Bob'))).toBe(true);
  for (let index = 0; index < 30; index++)
    expect(own.some((text) => text.includes(`sentence ${index} of`))).toBe(true);
});

it('puts a word or two with the same speaker, never with another', async () => {
  const part = transcript(
    ['Ada', 'Well, yes.'],
    ['Ada', 'I think that we should wait for spring.'],
    ['Bob', 'Hm.'],
    ['Ada', 'It is warmer then.'],
    ['Ada', 'Right?'],
    ['Ada', 'And the roads are dry.'],
    ['Bob', 'Agreed.'],
  );
  expect(await texts(part, byTurn)).toEqual([
    'Ada: Well, yes.\n\nAda: I think that we should wait for spring.',
    'Bob: Hm.',
    'Ada: It is warmer then.\n\nAda: Right?',
    'Ada: And the roads are dry.',
    'Bob: Agreed.',
  ]);
});

it('groups consecutive turns of one speaker up to the size, and not across an interjection', async () => {
  const part = transcript(
    ['Ada', sentences(3)],
    ['Ada', sentences(2, 3)],
    ['Ada', sentences(2, 5)],
    ['Bob', 'Yes.'],
    ['Ada', 'That was all.'],
  );
  const found = await texts(part, bySpeaker);
  expect(found).toEqual([
    `Ada: ${sentences(3)}\n\nAda: ${sentences(2, 3)}`,
    `Ada: ${sentences(2, 5)}`,
    'Bob: Yes.',
    'Ada: That was all.',
  ]);
});

it('groups what nobody is told apart in, whatever the strategy', async () => {
  const part = transcript([null, sentences(2)], [null, sentences(2, 2)], [null, sentences(40, 4)]);
  for (const options of [{ ...byTurn, overlap: 0 }, bySpeaker]) {
    const found = await texts(part, options);
    expect(found.length).toBeGreaterThan(5);
    expect(found[0]).toContain('sentence 2 ');
  }
});

it('begins a chunk with a chapter, and keeps its heading with what follows', async () => {
  const part = transcript(['Ada', 'Welcome to all of you.'], { heading: 'The costs' }, [
    'Ada',
    'Now to the costs of it.',
  ]);
  for (const options of [byTurn, bySpeaker])
    expect(await texts(part, options)).toEqual([
      'Ada: Welcome to all of you.',
      'The costs\n\nAda: Now to the costs of it.',
    ]);
});

it('cuts by length over turns, names whoever speaks, and parts no name from its words', async () => {
  const said = Array.from(
    { length: 40 },
    (_, index): Said => [index % 2 ? 'Bob' : 'Ada', sentences(3, index)],
  );
  const part = transcript(...said);
  const found = await texts(part, { strategy: 'fixed', size: 37, overlap: 9 });
  expect(found.length).toBeGreaterThan(20);
  for (const text of found) {
    expect(text).toMatch(/^(?:Ada|Bob):/);
    expect(text).not.toMatch(/(?:Ada|Bob):$/);
  }
  // Other presets name the speaker too.
  const prose = await texts(part, { strategy: 'sentence', size: 37, overlap: 8 });
  for (const text of prose) expect(text).toMatch(/^(?:Ada|Bob):/);
});

it('covers every word once, turn by turn, of any transcript', async () => {
  const random = seeded(7);
  for (let round = 0; round < 20; round++) {
    const said = Array.from({ length: 1 + Math.floor(random() * 60) }, (): Said => {
      if (random() < 0.05) return { heading: `Chapter ${Math.floor(random() * 9)}` };
      const speaker = random() < 0.1 ? null : (['Ada', 'Bob', 'Li Wei'][Math.floor(random() * 3)] ?? null);
      const isShort = random() < 0.3;
      return [speaker, isShort ? 'Oh.' : sentences(1 + Math.floor(random() ** 3 * 40))];
    });
    const part = transcript(...said);
    for (const options of [byTurn, bySpeaker, presets.meeting, { ...byTurn, strategy: 'fixed' as const }]) {
      const spans = await chunkParts([part], options, { tokenizer });
      let reached = 0;
      for (const { start, end, head, tokenCount } of spans) {
        expect(part.text.slice(reached, Math.max(reached, start)).trim()).toBe('');
        expect(end).toBeGreaterThan(reached);
        expect(tokenCount).toBeLessThanOrEqual(options.size);
        reached = end;
        const touched = part.blocks.filter(
          (block) => block.kind === 'turn' && block.start < end && block.end > start,
        );
        if (options.strategy !== 'fixed')
          expect(new Set(touched.map(({ speaker }) => speaker)).size).toBeLessThanOrEqual(1);
        const [first] = touched;
        if (first?.nameLength && first.start < start)
          expect(head).toEqual({ start: first.start, end: first.start + first.nameLength });
      }
      expect(part.text.slice(reached).trim()).toBe('');
    }
  }
});
