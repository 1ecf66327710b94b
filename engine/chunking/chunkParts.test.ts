import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Block, type ChunkingOptions, type Part, presets } from '@adiuva/contracts';
import type { ChunkSpan } from '@adiuva/contracts/workers';
import { loadTokenizer } from '@adiuva/native/tokenizers';
import { afterAll, describe, expect, it } from 'vitest';
import { chunkText } from '#base';
import { chunkParts, type EmbedSentences } from './index.ts';
import { randomText, samples, seeded } from './testing/texts.ts';
import { writeUnigramTokenizer } from './testing/unigramTokenizer.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-chunking-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'tokenizer.json');
writeUnigramTokenizer(
  file,
  `${samples.join('')}abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789|#`,
);
const tokenizer = loadTokenizer(file);

function partOf(text: string, blocks: Block[] = []): Part {
  return {
    kind: 'text',
    text,
    blocks,
    locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
  };
}

/** Vectors of letter counts: alike for texts of one script, apart across scripts. */
const embedSentences: EmbedSentences = async (sentences) =>
  sentences.map((sentence) => {
    const vector = new Float32Array(64);
    for (const character of sentence) {
      const script = ((character.codePointAt(0) ?? 0) >> 6) & 63;
      vector[script] = (vector[script] ?? 0) + 1;
    }
    return vector;
  });

const tools = { tokenizer, embedSentences };

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Whether a cut at the position keeps words and graphemes whole; white space always parts words. */
function isBetweenWords(text: string, position: number): boolean {
  if (position === 0 || position === text.length) return true;
  const from = Math.max(0, text.lastIndexOf('\n', position - 1) + 1);
  const newline = text.indexOf('\n', position);
  const line = text.slice(from, newline < 0 ? text.length : newline);
  if (position - from >= line.length) return true;
  if (graphemes.segment(line).containing(position - from)?.index !== position - from) return false;
  if (/\s/u.test(line.charAt(position - from - 1)) || /\s/u.test(line.charAt(position - from))) return true;
  return words.segment(line).containing(position - from)?.index === position - from;
}

async function expectSound(parts: readonly Part[], options: ChunkingOptions, spans: readonly ChunkSpan[]) {
  const counts = await Promise.all(
    spans.map((span) => tokenizer.count(chunkText(parts[span.part]?.text ?? '', span))),
  );
  const overlaps: Promise<number>[] = [];
  let before: ChunkSpan | undefined;
  spans.forEach((span, index) => {
    const text = parts[span.part]?.text ?? '';
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeGreaterThan(span.start);
    expect(span.end).toBeLessThanOrEqual(text.length);
    if (text.isWellFormed()) expect(text.slice(span.start, span.end).isWellFormed()).toBe(true);
    expect(span.tokenCount).toBe(counts[index]);
    expect(span.tokenCount).toBeLessThanOrEqual(options.size);
    if (before?.part === span.part) {
      expect(span.start).toBeGreaterThan(before.start);
      expect(span.end).toBeGreaterThan(before.end);
      if (span.start < before.end) overlaps.push(tokenizer.count(text.slice(span.start, before.end)));
    } else expect(span.part).toBeGreaterThan(before?.part ?? -1);
    before = span;
  });
  for (const overlap of await Promise.all(overlaps)) expect(overlap).toBeLessThanOrEqual(options.overlap);
  parts.forEach(({ text }, part) => {
    let reached = 0;
    for (const span of spans) {
      if (span.part !== part) continue;
      expect(text.slice(reached, Math.max(reached, span.start)).trim()).toBe('');
      reached = span.end;
    }
    expect(text.slice(reached).trim()).toBe('');
  });
}

const strategies: readonly ChunkingOptions[] = [
  { strategy: 'recursive', size: 32, overlap: 8 },
  { strategy: 'recursive', size: 60, overlap: 30, keepStructure: true },
  { strategy: 'sentence', size: 50, overlap: 12 },
  { strategy: 'semantic', size: 64, overlap: 20, similarityThreshold: 0.7 },
  { strategy: 'fixed', size: 40, overlap: 10 },
  { strategy: 'diarization', size: 40, overlap: 10 },
  { strategy: 'speaker', size: 64, overlap: 0 },
  ...Object.values(presets),
];

describe('what holds for every text and every strategy', () => {
  it.each(strategies)('$strategy, $size tokens, $overlap again', async (options) => {
    const random = seeded(options.size);
    for (let round = 0; round < 8; round++) {
      const parts = Array.from({ length: 3 }, () => {
        const text = randomText(random, Math.floor(random() * 700));
        const kinds = ['heading', 'paragraph', 'list', 'table', 'code', 'quote', 'caption', 'turn'] as const;
        const blocks: Block[] = [];
        // Blocks of a faulty extractor: overlapping, empty, beyond the end, in the middle of words.
        for (let index = 0; index < round; index++) {
          const start = Math.floor(random() * text.length);
          const kind = kinds[Math.floor(random() * kinds.length)] ?? 'paragraph';
          const nameLength = 1 + Math.floor(random() * 20);
          const turn = { speaker: `Speaker ${index % 2}`, nameLength };
          const end = start + Math.floor(random() * 300);
          blocks.push({ kind, start, end, level: 1 + (index % 6), ...(kind === 'turn' && turn) });
        }
        return partOf(text, round % 2 ? blocks : []);
      });
      const spans = await chunkParts(parts, options, tools);
      await expectSound(parts, options, spans);
      if (round % 2) continue;
      for (const { part, start, end } of spans) {
        const text = parts[part]?.text ?? '';
        expect(
          isBetweenWords(text, start),
          JSON.stringify([text.slice(start - 20, start), text.slice(start, start + 20)]),
        ).toBe(true);
        expect(
          isBetweenWords(text, end),
          JSON.stringify([text.slice(end - 20, end), text.slice(end, end + 20)]),
        ).toBe(true);
      }
    }
  });

  const options: ChunkingOptions = { strategy: 'recursive', size: 512, overlap: 75 };
  it.each([
    ['a megabyte without white space', 'x'.repeat(1_000_000)],
    ['400,000 Chinese characters', '我们明天再见合同已经在北京签署了'.repeat(25_000)],
    ['flags without end', '🇮🇹🇵🇱🇰🇷'.repeat(10_000)],
    ['one letter under 100,000 accents', `e${'\u0301'.repeat(100_000)} end`],
    ['half surrogates', '\ud83d \udc00x '.repeat(5_000)],
    ['100,000 lines of text', 'a b\n'.repeat(100_000)],
    ['a word, 100,000 newlines, a word', `start${'\n'.repeat(100_000)}end`],
  ])('%s, in linear time', async (_name, text) => {
    const began = performance.now();
    const spans = await chunkParts([partOf(text)], options, tools);
    expect(performance.now() - began).toBeLessThan(8_000);
    await expectSound([partOf(text)], options, spans);
    expect(spans.length).toBeGreaterThan(0);
  });

  it('nothing but white space is no chunk', async () => {
    expect(await chunkParts([partOf('\n'.repeat(100_000)), partOf('')], options, tools)).toEqual([]);
  });

  it('never cuts a flag in two', async () => {
    const text = '🇮🇹🇵🇱🇰🇷'.repeat(2_000);
    for (const { start } of await chunkParts([partOf(text)], options, tools)) expect(start % 4).toBe(0);
  });
});

describe('where cuts fall', () => {
  const prose = (count: number) => 'The city sleeps and the river runs on. '.repeat(count).trim();

  it('takes a heading along with what follows it', async () => {
    let text = '';
    const blocks: Block[] = [];
    for (let section = 0; section < 30; section++) {
      blocks.push({ kind: 'heading', start: text.length, end: text.length + 10, level: 2 });
      text += `Heading ${10 + section}\n\n`;
      const body = prose(3 + (section % 5) * 4);
      blocks.push({ kind: 'paragraph', start: text.length, end: text.length + body.length });
      text += `${body}\n\n`;
    }
    for (const strategy of ['recursive', 'sentence', 'semantic'] as const) {
      const options = { strategy, size: 100, overlap: 20 };
      const spans = await chunkParts([partOf(text, blocks)], options, tools);
      expect(spans.length).toBeGreaterThan(10);
      for (const span of spans) expect(text.slice(span.start, span.end)).not.toMatch(/Heading \d\d$/);
    }
  });

  it('keeps tables whole where they fit, and cuts a longer one between rows', async () => {
    const table = (rows: number) =>
      Array.from({ length: rows }, (_, row) => `| row ${row} | x${row} | end |`).join('\n');
    const pieces: [Block['kind'], string][] = [
      ['paragraph', prose(8)],
      ['table', table(6)],
      ['paragraph', prose(7)],
      ['table', table(40)],
      ['paragraph', prose(5)],
    ];
    let text = '';
    const blocks: Block[] = [];
    for (const [kind, content] of pieces) {
      blocks.push({ kind, start: text.length, end: text.length + content.length });
      text += `${content}\n\n`;
    }
    const options = { strategy: 'recursive', size: 120, overlap: 20, keepStructure: true } as const;
    const spans = await chunkParts([partOf(text, blocks)], options, tools);
    await expectSound([partOf(text, blocks)], options, spans);
    const chunks = spans.map(({ start, end }) => text.slice(start, end));
    expect(chunks.some((chunk) => chunk.includes(table(6)))).toBe(true);
    for (const chunk of chunks)
      for (const line of chunk.split('\n')) if (line.includes('|')) expect(line).toMatch(/^\|.*\|$/);
  });

  it('ends on sentences, past abbreviations and lines wrapped to a width', async () => {
    const text = 'Yesterday Mr. Smith and Dr. Jones of Acme\nCorp went to see J. Brown about it all. '.repeat(
      40,
    );
    for (const strategy of ['recursive', 'sentence'] as const) {
      const spans = await chunkParts([partOf(text)], { strategy, size: 300, overlap: 130 }, tools);
      expect(spans.length).toBeGreaterThan(2);
      for (const span of spans) expect(text.slice(span.start, span.end)).toMatch(/^Yesterday.*all\.$/s);
      expect(spans.slice(1).every((span, index) => span.start < (spans[index]?.end ?? 0))).toBe(true);
    }
  });

  it('breaks where the topic changes', async () => {
    const text = `${'Il gatto dorme sul letto. '.repeat(9)}${'우리는 내일 다시 만날 것입니다. '.repeat(9)}`;
    const options = { strategy: 'semantic', size: 128, overlap: 0, similarityThreshold: 0.7 } as const;
    const spans = await chunkParts([partOf(text)], options, tools);
    expect(spans.map(({ start }) => start)).toContain(text.indexOf('우리는'));
  });

  it('leaves no crumb for last', async () => {
    const text = `${prose(60)} Last words here.`;
    const spans = await chunkParts([partOf(text)], { strategy: 'recursive', size: 256, overlap: 0 }, tools);
    expect(spans.at(-1)?.tokenCount).toBeGreaterThan(50);
  });
});

describe('as a guest of the worker', () => {
  const text = randomText(seeded(5), 40_000);

  it('lets others have their turn, reports, and stops when told to', async () => {
    let turns = 0;
    let reported = 0;
    const timer = setInterval(() => turns++, 5);
    const spans = await chunkParts([partOf(text)], presets.default, {
      ...tools,
      onProgress(done, total) {
        expect(done).toBeGreaterThan(reported);
        expect(total).toBe(text.length);
        reported = done;
      },
    });
    clearInterval(timer);
    expect(spans.length).toBeGreaterThan(100);
    expect(turns).toBeGreaterThan(5);
    expect(reported).toBe(text.length);

    const controller = new AbortController();
    const stopped = chunkParts([partOf(text)], presets.default, {
      ...tools,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says what is wrong with its options, and passes failures on', async () => {
    const chunk = (options: ChunkingOptions) => chunkParts([partOf('a')], options, { tokenizer });
    const wrong = { code: 'invalid_input' };
    await expect(chunk({ strategy: 'fixed', size: 8, overlap: 0 })).rejects.toMatchObject(wrong);
    await expect(chunk({ strategy: 'fixed', size: 100, overlap: 60 })).rejects.toMatchObject(wrong);
    await expect(chunk(presets.executive)).rejects.toMatchObject(wrong);
    const broken = { ...tools, embedSentences: () => Promise.reject(new Error('out of memory')) };
    await expect(chunkParts([partOf(text), partOf(text)], presets.executive, broken)).rejects.toThrow(
      'out of memory',
    );
  });
});

const bert = join(import.meta.dirname, '../../../shared/models/bert-tokenizer.json');
const book = join(import.meta.dirname, '../../../shared/corpus/documents/book-war-and-peace-1225p.txt');

describe.skipIf(!existsSync(bert) || !existsSync(book))(
  'a book of ../shared (skipped where that is missing)',
  () => {
    it('is cut at paragraphs and sentences throughout', async () => {
      const text = readFileSync(book, 'utf8');
      const spans = await chunkParts([partOf(text)], presets.default, { tokenizer: loadTokenizer(bert) });
      const ends = spans.filter(({ end }) =>
        /[.!?…:;,"'”)*\-\]]\s*$|^\s*\n\s*\n/.test(text.slice(end - 1, end)),
      );
      expect(ends.length / spans.length).toBeGreaterThan(0.97);
      for (const { start, end } of spans) expect(text.slice(start, end)).not.toMatch(/CHAPTER [IVX]+$/);
      const mean = spans.reduce((sum, span) => sum + span.tokenCount, 0) / spans.length;
      expect(mean).toBeGreaterThan(400);
      expect(Math.max(...spans.map((span) => span.tokenCount))).toBeLessThanOrEqual(512);
    }, 60_000);
  },
);
