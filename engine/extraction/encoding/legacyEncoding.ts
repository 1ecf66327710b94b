import { analyse } from 'chardet';
import iconv from 'iconv-lite';

const sampleBytes = 64 * 1024;

/** A single-byte page to try, with the letters beyond ASCII that a text in it would use, and how common they are. */
const singleBytePages = [
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'koi8-r',
  'iso-8859-5',
  'cp866',
  'windows-1253',
  'iso-8859-7',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'iso-8859-6',
  'windows-1257',
  'iso-8859-13',
  'iso-8859-4',
  'iso-8859-10',
  'iso-8859-3',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'windows-1258',
  'windows-874',
  'macintosh',
  'cp437',
  'cp850',
] as const;

const multiBytePages = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'] as const;

/**
 * The encoding of bytes that are text but not Unicode. Every candidate decodes a sample, and what comes out is
 * judged as writing: letters that one language uses together, lower case inside words, no symbols there. chardet
 * speaks first for the multi-byte pages and the escape-sequence ones, where it is sure.
 */
export function guessLegacyEncoding(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, sampleBytes);
  const opinions = analyse(sample);
  const [first] = opinions;
  if (first && /^ISO-2022/i.test(first.name) && iconv.encodingExists(first.name)) return first.name;

  let best = { encoding: 'windows-1252', score: Number.NEGATIVE_INFINITY };
  const consider = (encoding: string, score: number) => {
    if (score > best.score) best = { encoding, score };
  };
  for (const encoding of singleBytePages) consider(encoding, scoreOf(iconv.decode(sample, encoding)));
  for (const encoding of multiBytePages) {
    const confidence = opinions.find((opinion) => opinion.name.toLowerCase() === encoding)?.confidence ?? 0;
    if (confidence > 0) consider(encoding, scoreOfMultiByte(iconv.decode(sample, encoding), confidence));
  }
  return best.encoding;
}

/** Letters beyond ASCII by language, the common ones first; what is not here counts against a reading. */
const languages: readonly string[] = [
  'äöüßéà',
  'éèàêçôûîùâëïœæÿ',
  'óíáéñúü',
  'àèéìòùî',
  'ãçáéíóõâêôúà',
  'ëéïóöüèá',
  'åäöé',
  'øåæéü',
  'ðþæöáéíóúý',
  'ąęćłńóśźż',
  'áčďéěíňóřšťúůýž',
  'áäčďéíľĺňóôŕšťúýž',
  'áéíóöőúüű',
  'ăâîșțşţ',
  'čćđšž',
  'çğıöşüâîİ',
  'āčēģīķļņšūž',
  'ąčęėįšųūž',
  'õäöüšž',
  'ċġħżàèìòù',
  'ŵŷâêîôûẁẃ',
  'ĉĝĥĵŝŭ',
  'àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ',
];

/** Their ten most frequent letters make two thirds of any text in them; a wrong page hits others. */
const frequentLetters: readonly [script: RegExp, frequent: string][] = [
  [/\p{Script=Cyrillic}/u, 'оеаинтсрвлкмдпуіяы'],
  [/\p{Script=Greek}/u, 'αοιετσνηυρπκμλςίόάέή'],
  [/\p{Script=Hebrew}/u, 'יוהלאמרתבשנ'],
  [/\p{Script=Arabic}/u, 'اليمونرتبةعدسفهكقحج'],
  [/\p{Script=Thai}/u, 'านรกอเงวมยลตดทส่้ีิั'],
];

/** Marks beyond ASCII that texts use outside words. */
const usualMarks = new Set('–—‘’“”„‚«»‹›…•·€£§°©®™¿¡ºª\u00a0\u00ad²³½¼±×');

/** How much a decoding reads like writing; comparable between decodings of the same bytes. */
export function scoreOf(text: string): number {
  const counts = new Map<string, number>();
  let score = 0;
  let before = ' ';
  for (const character of text) {
    if (character <= '\u007f') {
      if (
        isLetter(character) &&
        usualMarks.has(before) &&
        !'‘’“”„‚«»‹›–—…•·¿¡\u00a0\u00ad°§€£'.includes(before)
      )
        score -= 1;
      before = character;
      continue;
    }
    if (character === '\ufffd' || (character >= '\u0080' && character <= '\u009f')) score -= 10;
    else if (isLetter(character)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
      if (isUpper(character) && isLower(before)) score -= 2;
    } else if (!usualMarks.has(character)) score -= /\p{M}/u.test(character) ? 0 : 3;
    else score += isMarkInPlace(character, before) ? 0.5 : -1;
    before = character;
  }
  return score + scoreOfLetters(counts);
}

/** The best language explains most of the letters; each one it does not have costs. */
function scoreOfLetters(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  if (total === 0) return 0;
  let best = -total * 2;
  for (const letters of languages) {
    let score = 0;
    for (const [character, count] of counts) {
      const at = letters.indexOf(character.toLowerCase());
      score += at < 0 ? -2 * count : count * (1 - (0.3 * at) / letters.length);
    }
    best = Math.max(best, score);
  }
  for (const [script, frequent] of frequentLetters) {
    let score = 0;
    for (const [character, count] of counts) {
      if (!script.test(character)) score -= 2 * count;
      else if (frequent.includes(character)) score += count * 1.1;
      else
        score += isUpper(character)
          ? -0.2 * count
          : frequent.includes(character.toLowerCase())
            ? count
            : 0.3 * count;
    }
    best = Math.max(best, score);
  }
  return best;
}

function isMarkInPlace(mark: string, before: string): boolean {
  if ('–—…•·\u00a0\u00ad’€£§°©®™²³½¼±×'.includes(mark)) return true;
  const opens = '“„‚«‹‘¿¡'.includes(mark);
  return opens ? !isLetter(before) || mark === '“' : true;
}

function scoreOfMultiByte(text: string, confidence: number): number {
  let score = 0;
  for (const character of text) {
    if (character <= '\u007f') continue;
    if (character === '\ufffd') score -= 20;
    // Each stands for two bytes, which a single-byte page counts as two letters.
    else if (/[\p{Script=Hiragana}\p{Script=Hangul}\u4e00-\u9fff\u3000-\u3011\uff01-\uff60]/u.test(character))
      score += 2;
    else if (/\p{Script=Katakana}/u.test(character) && (character < '\uff61' || character > '\uff9f'))
      score += 2;
    else score -= 2;
  }
  return score > 0 ? score * Math.min(1, 0.6 + confidence / 100) : score;
}

function isLetter(character: string): boolean {
  return character.toLowerCase() !== character.toUpperCase() || /\p{L}/u.test(character);
}

function isUpper(character: string): boolean {
  return character !== character.toLowerCase();
}

function isLower(character: string): boolean {
  return character !== character.toUpperCase();
}
