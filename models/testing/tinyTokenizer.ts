/** Ids of XLM-R's special tokens, the first four of its vocabulary. */
export const xlmRobertaIds = { start: 0, pad: 1, end: 2, unknown: 3 } as const;

const special = ['<s>', '<pad>', '</s>', '<unk>'] as const;

/** XLM-R's sign for the space before a word. */
const space = '▁';

const commonWords =
  'the of and to in a is that for it as was with be by on not he his at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years much where your way down should because long each just state those people der die und den von das mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über le la les et un du que est pour qui dans par plus pas au sur'.split(
    ' ',
  );

const fragments =
  'ing ed er est ly tion ment ness able ive al ous ism ist ity ant ent ance ence re un de con pre pro com dis inter trans sub super over under th he in an on at en nd ti es or te of is it ar st to nt ng se ha as ou io le ve co me hi ri ro ic ne ea ra ce li ch ll be ma si om ur ei ie sch cht ung lich keit heit'.split(
    ' ',
  );

/**
 * A `tokenizer.json` of XLM-R's form with a small vocabulary: Unigram with `<unk>` and no byte fallback, spaces as
 * `▁`, `<s> … </s>` around each text, `<mask>` last. The real file folds characters by a table compiled from
 * nmt_nfkc; here that table is empty and NFKC stands beside it.
 */
export function tinyTokenizer(words: readonly string[] = []): { json: string; vocabularySize: number } {
  const vocabulary = new Map<string, number>();
  for (const token of special) vocabulary.set(token, 0);
  const add = (piece: string, score: number) => {
    if (!vocabulary.has(piece)) vocabulary.set(piece, score);
  };
  add(space, -4);
  for (const [rank, word] of [...commonWords, ...words].entries()) {
    const score = -4 - Math.log(1 + rank);
    add(`${space}${word}`, score);
    if (word.length > 1) add(`${space}${word.charAt(0).toUpperCase()}${word.slice(1)}`, score - 2);
  }
  for (const [rank, piece] of fragments.entries()) add(piece, -7 - Math.log(1 + rank) / 2);
  for (let code = 0x21; code < 0x250; code++) {
    const character = String.fromCharCode(code);
    if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character) && character.normalize('NFKC') === character)
      add(character, -11);
  }
  const mask = vocabulary.size;
  const vocab = [...vocabulary, ['<mask>', 0] as const];
  const marked = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } });
  const text = (id: 'A' | 'B') => ({ Sequence: { id, type_id: 0 } });
  const metaspace = { type: 'Metaspace', replacement: space, prepend_scheme: 'always', split: true };
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...special.map((content, id) => [content, id] as const), ['<mask>', mask] as const].map(
      ([content, id]) => ({
        id,
        content,
        single_word: false,
        lstrip: content === '<mask>',
        rstrip: false,
        normalized: false,
        special: true,
      }),
    ),
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Precompiled', precompiled_charsmap: emptyCharacterMap() },
        { type: 'NFKC' },
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
      ],
    },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
    post_processor: {
      type: 'TemplateProcessing',
      single: [marked('<s>'), text('A'), marked('</s>')],
      pair: [marked('<s>'), text('A'), marked('</s>'), marked('</s>'), text('B'), marked('</s>')],
      special_tokens: {
        '<s>': { id: '<s>', ids: [xlmRobertaIds.start], tokens: ['<s>'] },
        '</s>': { id: '</s>', ids: [xlmRobertaIds.end], tokens: ['</s>'] },
      },
    },
    decoder: metaspace,
    model: { type: 'Unigram', unk_id: xlmRobertaIds.unknown, vocab, byte_fallback: false },
  };
  return { json: JSON.stringify(json), vocabularySize: vocab.length };
}

/** sentencepiece's form: the bytes of a double-array trie, the trie, then the replacements. */
function emptyCharacterMap(): string {
  const trie = Buffer.alloc(256 * 4);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(trie.length);
  return Buffer.concat([size, trie]).toString('base64');
}
