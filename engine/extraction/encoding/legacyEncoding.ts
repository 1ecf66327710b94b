import { analyse } from 'chardet';
import iconv from 'iconv-lite';

const sampleBytes = 16 * 1024;

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
  const sample = takeLines(bytes);
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
    if (confidence > 0)
      consider(encoding, scoreOfMultiByte(iconv.decode(sample, encoding), encoding, confidence));
  }
  return best.encoding;
}

/** The lines that say something about the encoding: those with bytes beyond ASCII or an escape, wherever they stand. */
function takeLines(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(sampleBytes);
  let length = 0;
  for (let start = 0; start < bytes.length && length < sampleBytes; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.subarray(start, Math.min(end, start + sampleBytes - length));
    if (line.some((byte) => byte > 127 || byte === 27)) {
      sample.set(line, length);
      length += line.length;
    }
    start = end;
  }
  return sample.subarray(0, length);
}

/** Letters beyond ASCII by language, the common ones first; what is not here counts against a reading. */
const languages: readonly string[] = [
  // Several languages of the West in one text; the length keeps it behind any single one.
  'éèàçêôûîùâëïüöäßñóíáúòìãõœæøå',
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

/** Marks that may stand right before a letter. */
const openingMarks = new Set('‘’“”„‚«»‹›–—…•·¿¡\u00a0\u00ad°§€£');

/** How much a decoding reads like writing; comparable between decodings of the same bytes. */
function scoreOf(text: string): number {
  const counts = new Map<string, number>();
  let score = 0;
  let before = ' ';
  for (const character of text) {
    if (character <= '\u007f') {
      if (isAsciiLetter(character) && before > '\u007f') {
        if (isLetter(before)) score -= isLatin(before) ? 0 : 3;
        else if (usualMarks.has(before) && !openingMarks.has(before)) score -= 1;
      }
    } else if (character === '\ufffd' || (character >= '\u0080' && character <= '\u009f')) score -= 10;
    else if (isLetter(character)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
      if (isUpper(character) && isLower(before)) score -= 2;
      // No word mixes scripts: Greek letters inside Latin words are another page's accents.
      if (isAsciiLetter(before) && !isLatin(character)) score -= 3;
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

const eastAsian =
  /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u4e00-\u9fff\u3000-\u3011\uff01-\uff60]/u;

/** The hundred or so commonest characters of Chinese, simplified and traditional: two fifths of any text. */
const commonHan = new Set(
  '的一是不了在人有我他这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想实實日者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重新',
);

function scoreOfMultiByte(text: string, encoding: string, confidence: number): number {
  let score = 0;
  let wide = 0;
  let kana = 0;
  let before = ' ';
  for (const character of text) {
    if (character === '\ufffd') score -= 20;
    else if (character > '\u007f') {
      wide++;
      if (character >= '\u3041' && character <= '\u30fc') kana++;
      // Each stands for two bytes, which a single-byte page counts as two letters; half-width kana for one.
      const isUsual = eastAsian.test(character) && !(character >= '\uff61' && character <= '\uff9f');
      const isHan = character >= '\u4e00' && character <= '\u9fff';
      if (!isUsual || isAsciiLetter(before)) score -= 2;
      else if (isHan) score += commonHan.has(character) ? 3 : 1.2;
      else score += 2;
    } else if (isAsciiLetter(character) && eastAsian.test(before)) score -= 1;
    before = character;
  }
  // Japanese without kana is not Japanese.
  if (/jis|jp/.test(encoding) && kana < wide * 0.15) score *= 0.3;
  return score > 0 ? score * Math.min(1, 0.6 + confidence / 100) : score;
}

function isAsciiLetter(character: string): boolean {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

function isLatin(character: string): boolean {
  return character < '\u0370' || (character >= '\u1e00' && character <= '\u1eff');
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
