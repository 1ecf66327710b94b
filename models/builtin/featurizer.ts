import { builtinBuckets, builtinMaxTokens } from './builtinModel.ts';
import { type CharacterClass, characterClass, createCharacterClasses } from './characterClasses.ts';
import { functionWords } from './functionWords.ts';
import { hashText } from './hash.ts';
import { scanRuns } from './scanRuns.ts';
import { scanTokens } from './tokenizer.ts';

/** The model's input for one text. Rows are distinct and ascending; weights are 1 to 255. */
export interface Features {
  readonly ids: Int32Array;
  readonly weights: Uint8Array;
  /** Tokens that were read; what is over the model's limit is not. */
  readonly tokens: number;
}

export interface Featurizer {
  /** Any text has at least one feature, the empty one included. */
  features(text: string): Features;
}

/** One weight unit of the model per this much of ours. */
const scale = 48;

/** Weight of a word by its letters: what has few is seldom what a text is about. */
const lengthWeights = [0, 0.3, 0.6, 0.8, 1];

/** What function words weigh beside content words. */
const functionWordWeight = 0.1;

/** BM25's saturation of repeated terms, its k1 as usual. */
const saturation = 1.2;

/** What a word's first letters, and its n-grams together, weigh beside the word itself; tuned on XQuAD. */
const weightOfPrefix = 0.5;
const weightOfGrams = 1.4;
const prefixLength = 5;

/** Kinds of features hash apart. */
const seeds = { empty: 0, word: 1, prefix: 2, gram: 3 } as const;

const gramLengths = [4, 5] as const;

/** Words whose features are remembered; texts repeat their words. */
const rememberedWords = 20_000;
const longestRemembered = 40;

interface WordFeatures {
  readonly rows: Int32Array;
  readonly weights: Float32Array;
}

/**
 * From a text to the rows it sums: every word, its first letters, and its character n-grams with their edges
 * marked, so that inflections, compounds and misspellings meet. Case, width and diacritics are folded. Linear in
 * the text, and bounded by the model's limit of tokens.
 */
export function createFeaturizer(): Featurizer {
  const classOf = createCharacterClasses();
  const wordClassOf = (codePoint: number): CharacterClass => {
    const kind = classOf(codePoint);
    return kind === characterClass.digit ? characterClass.letter : kind;
  };
  const common = functionWords(fold);
  const remembered = new Map<string, WordFeatures>();
  const sums = new Float32Array(builtinBuckets);

  return {
    features(text) {
      const { read, tokens } = limit(text, classOf);
      const words = countWords(read, wordClassOf);
      const touched: number[] = [];
      for (const [word, count] of words) {
        const weight = (count * (saturation + 1)) / (count + saturation);
        const { rows, weights } = featuresOf(word);
        for (let index = 0; index < rows.length; index++) {
          const row = rows[index] ?? 0;
          if (sums[row] === 0) touched.push(row);
          sums[row] = (sums[row] ?? 0) + weight * (weights[index] ?? 0);
        }
      }
      if (touched.length === 0)
        return {
          ids: new Int32Array([hashText('', seeds.empty) % builtinBuckets]),
          weights: new Uint8Array([1]),
          tokens,
        };
      const ids = Int32Array.from(touched).sort();
      const weights = new Uint8Array(ids.length);
      for (let index = 0; index < ids.length; index++) {
        const row = ids[index] ?? 0;
        weights[index] = Math.min(255, Math.max(1, Math.round((sums[row] ?? 0) * scale)));
        sums[row] = 0;
      }
      return { ids, weights, tokens };
    },
  };

  function featuresOf(word: string): WordFeatures {
    const known = remembered.get(word);
    if (known) return known;
    const features = wordFeatures(word, common);
    if (remembered.size >= rememberedWords) remembered.clear();
    if (word.length <= longestRemembered) remembered.set(word, features);
    return features;
  }
}

/** Accents of Latin, Greek and Cyrillic, the points of Hebrew and Arabic; not the vowels of Indic scripts. */
const diacritics = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]+/g;

/** Case, width, ligatures and diacritics away. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(diacritics, '').toLowerCase();
}

function limit(
  text: string,
  classOf: (codePoint: number) => CharacterClass,
): { read: string; tokens: number } {
  let tokens = 0;
  let end = text.length;
  scanTokens(text, classOf, (_, tokenEnd) => {
    if (++tokens < builtinMaxTokens) return true;
    end = tokenEnd;
    return false;
  });
  return { read: text.slice(0, end), tokens };
}

/** Folded words and how often they occur; text without spaces as pairs of its characters. */
function countWords(text: string, classOf: (codePoint: number) => CharacterClass): Map<string, number> {
  const folded = fold(text);
  const counts = new Map<string, number>();
  const add = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  scanRuns(folded, classOf, (start, end, kind) => {
    if (kind === characterClass.letter || kind === characterClass.hangul) add(folded.slice(start, end));
    else if (kind === characterClass.symbol) {
      // Punctuation says nothing; an emoji or a currency sign does.
      const symbol = String.fromCodePoint(folded.codePointAt(start) ?? 0);
      if (!/\p{P}/u.test(symbol)) add(symbol);
    } else {
      const characters = [...folded.slice(start, end)];
      for (const character of characters) add(character);
      for (let index = 1; index < characters.length; index++)
        add(`${characters[index - 1]}${characters[index]}`);
    }
    return true;
  });
  return counts;
}

function wordFeatures(word: string, common: ReadonlySet<string>): WordFeatures {
  const rows: number[] = [];
  const weights: number[] = [];
  const add = (text: string, kind: number, weight: number) => {
    rows.push(hashText(text, kind) % builtinBuckets);
    weights.push(weight);
  };
  const isCommon = common.has(word);
  const weight = isCommon ? functionWordWeight : (lengthWeights[word.length] ?? 1);
  add(word, seeds.word, weight);
  if (!isCommon) {
    if (word.length > prefixLength) add(word.slice(0, prefixLength), seeds.prefix, weight * weightOfPrefix);
    const edged = `<${word.slice(0, 100)}>`;
    const grams: string[] = [];
    for (const length of gramLengths)
      for (let start = 0; start + length <= edged.length; start++)
        grams.push(edged.slice(start, start + length));
    for (const gram of grams) add(gram, seeds.gram, (weight * weightOfGrams) / Math.sqrt(grams.length));
  }
  return { rows: Int32Array.from(rows), weights: Float32Array.from(weights) };
}
