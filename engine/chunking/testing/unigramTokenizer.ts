import { writeFileSync } from 'node:fs';

/**
 * Writes a `tokenizer.json` of bge-m3's form (unigram, NFKC, "▁" before every word) whose vocabulary is the
 * characters and the pairs of letters of the sample. What is not in it becomes the unknown token.
 */
export function writeUnigramTokenizer(file: string, sample: string): void {
  const vocabulary = new Map<string, number>([
    ['<unk>', 0],
    ['▁', -3],
  ]);
  const characters = [...sample.normalize('NFKC').replace(/\s+/gu, '▁')];
  characters.forEach((character, index) => {
    vocabulary.set(character, vocabulary.get(character) ?? -8);
    const pair = character + (characters[index + 1] ?? '');
    if (index % 3 === 0 && !pair.endsWith('▁')) vocabulary.set(pair, -9);
  });
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  writeFileSync(
    file,
    JSON.stringify({
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [],
      normalizer: { type: 'NFKC' },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
      post_processor: null,
      decoder: metaspace,
      model: { type: 'Unigram', unk_id: 0, vocab: [...vocabulary], byte_fallback: false },
    }),
  );
}
