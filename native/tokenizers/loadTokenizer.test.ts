import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-tokenizers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A word-piece tokenizer of our own that, like real files, asks for truncation and padding. */
function writeTokenizer(): string {
  const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a', 'go', '##ing', '😀', '##😀', 'città', '한', '##국'];
  const special = words.slice(0, 4).map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const mark = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const file = join(folder, 'tokenizer.json');
  writeFileSync(
    file,
    JSON.stringify({
      version: '1.0',
      truncation: { direction: 'Right', max_length: 3, strategy: 'LongestFirst', stride: 0 },
      padding: {
        strategy: { Fixed: 8 },
        direction: 'Right',
        pad_to_multiple_of: null,
        pad_id: 0,
        pad_type_id: 0,
        pad_token: '[PAD]',
      },
      added_tokens: special,
      normalizer: null,
      pre_tokenizer: { type: 'WhitespaceSplit' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [mark('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, mark('[SEP]')],
        pair: [mark('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
        special_tokens: {
          '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
          '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
        },
      },
      decoder: null,
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: '##',
        max_input_chars_per_word: 100,
        vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      },
    }),
  );
  return file;
}

const tokenizer = loadTokenizer(writeTokenizer());

/** Each token as the stretch of text its offsets cut out. */
function cut(text: string, offsets: Uint32Array): string[] {
  return Array.from({ length: offsets.length / 2 }, (_, i) => text.slice(offsets[2 * i], offsets[2 * i + 1]));
}

describe('a tokenizer.json', () => {
  it('gives offsets in UTF-16, after emoji, lone surrogates and accents alike', async () => {
    const text = '😀😀 going città 한국 \ud83d going 😀 going\udc00 a';
    const tokens = cut(text, await tokenizer.offsets(text));
    expect(tokens).toEqual([
      '😀',
      '😀',
      'go',
      'ing',
      'città',
      '한',
      '국',
      '\ud83d',
      'go',
      'ing',
      '😀',
      'going\udc00',
      'a',
    ]);
  });

  it('counts all of a text, whatever truncation and padding its file asks for', async () => {
    expect(await tokenizer.count('going '.repeat(5_000))).toBe(10_000);
    expect(await tokenizer.count('')).toBe(0);
    expect([...(await tokenizer.countBatch(['a', '', 'going a']))]).toEqual([1, 0, 3]);
  });

  it('encodes with and without special tokens, and cuts the text but never the marks', async () => {
    const rows = async (options: { specialTokens: boolean; maxTokens?: number }) =>
      (await tokenizer.encode(['going a', 'a', ''], options)).map((row) => [...row]);
    expect(await rows({ specialTokens: false })).toEqual([[5, 6, 4], [4], []]);
    expect(await rows({ specialTokens: true })).toEqual([
      [2, 5, 6, 4, 3],
      [2, 4, 3],
      [2, 3],
    ]);
    expect(await rows({ specialTokens: true, maxTokens: 4 })).toEqual([
      [2, 5, 6, 3],
      [2, 4, 3],
      [2, 3],
    ]);
    expect(await rows({ specialTokens: false, maxTokens: 2 })).toEqual([[5, 6], [4], []]);
  });

  it('refuses what is no tokenizer', () => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, '{"version":"1.0","model":{"type":"Unigram"}}');
    expect(() => loadTokenizer(file)).toThrow();
    expect(() => loadTokenizer(join(folder, 'absent.json'))).toThrow();
  });
});

const bert = join(import.meta.dirname, '../../../shared/models/bert-tokenizer.json');

describe.skipIf(!existsSync(bert))(
  'the real BERT tokenizer of ../shared/models (skipped where that is missing)',
  () => {
    it('gives offsets that hold the letters of their tokens', async () => {
      const text = 'Perché 😀 Łódź — zażółć 한국어; naïve 漢字 👩‍👩‍👧 end';
      const tokens = cut(text, await loadTokenizer(bert).offsets(text));
      expect(tokens.join('')).toMatch(/^PerchéŁódź|^Perché😀Łódź/);
      expect(tokens.at(-1)).toBe('end');
      expect(tokens).toContain('漢');
    });
  },
);
