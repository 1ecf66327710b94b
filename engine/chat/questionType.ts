/** What kind of thing a question asks for; `open` asks for anything. */
export type AnswerKind = 'person' | 'time' | 'place' | 'price' | 'number' | 'open';

const timeCue =
  /\b(when|(what|which) (year|day|date|month|century|time|decade)|since when|until when|quando|(che|quale|in che|in quale) (anno|giorno|data|mese|ora|secolo)|entro quando|wann|seit wann|(welche[mnrs]?) (jahr|tag|datum|monat|jahrhundert)|um wie viel uhr|kiedy|(kt[oó]r(ym|ego|ej)|jakim) (roku|dnia|dniu|miesi[aą]cu|godzinie)|cu[aá]ndo|qu[eé] (a[nñ]o|d[ií]a|fecha|mes|hora|siglo)|quand|quel(le)? (ann[eé]e|jour|date|mois|heure|si[eè]cle))\b|언제|몇 ?(년|월|일|시)|며칠/iu;

/** By language: English, Italian, German, Polish, Korean, Spanish, French. Tried in this order. */
const cues: readonly [AnswerKind, RegExp][] = [
  [
    'price',
    /\b(costs?|price|rent|fee|quanto (costa|costano|si paga)|prezzo|canone|affitto|kostet|kosten|preis|miete|kosztuj\w+|cena|czynsz|cuestan?|precio|co[uû]tent?|prix|loyer)\b|얼마(입니까|인가요|예요|야)?|가격|요금/iu,
  ],
  [
    'number',
    /\b(how (many|much|long|old|tall|far|big|large|high|fast|often)|what (percentage|percent|number|amount|age)|quant[oaie]|che percentuale|wie ?viele?|wie (lange|alt|hoch|weit|gro[ßs])|ile|ilu|cu[aá]nt[oa]s?|combien)\b|몇|얼마/iu,
  ],
  ['time', timeCue],
  ['person', /\b(who|whom|whose|chi|wer|wen|wem|wessen|kto|kogo|komu|kim|qui[eé]n(es)?|qui)\b|누구|누가/iu],
  [
    'place',
    /\b(where|(what|which) (city|country|place|town|state|street|address|room)|dove|dov|(in )?(che|quale) (citt[aà]|paese|luogo|via|stanza)|wo|woher|wohin|welche[mnrs]? (stadt|land|ort|stra[ßs]e)|gdzie|sk[aą]d|dok[aą]d|d[oó]nde|o[uù]|quel(le)? (ville|pays|lieu|rue))\b|어디/iu,
  ],
];

export function answerKind(question: string): AnswerKind {
  // "Wie viele" asks for a number though a month may follow; "in what year" for a time though it is a number.
  if (timeCue.test(question) && !/\b(how (many|much|long|old)|wie ?viele|wie lange)\b/i.test(question)) {
    return 'time';
  }
  return cues.find(([, pattern]) => pattern.test(question))?.[0] ?? 'open';
}

const months =
  'jan(uary|uar|vier)?|feb(ruary|ruar)?|f[eé]vrier|mar(ch|s|zo|ca|zec)?|m[aä]rz|apr(il|ile)?|avril|kwie(cie[nń]|tnia)|ma(y|i|ggio|ja|yo)|jun[ei]?|juin|giugno|czerw(iec|ca)|jul[iy]?|juillet|luglio|lip(iec|ca)|aug(ust)?|ao[uû]t|agosto|sierp(ie[nń]|nia)|sept?(ember|embre|tembre|iembre)?|settembre|wrze(sie[nń]|[sś]nia)|o[ck]t(ober|obre|ubre)?|ottobre|pa[zź]dziernika?|nov(ember|embre|iembre)?|listopada?|de[cz](ember|embre)?|d[eé]cembre|dicembre|diciembre|grud(zie[nń]|nia)|gennaio|febbraio|enero|febrero|abril|junio|julio|stycz(e[nń]|nia)|lut(y|ego)|marzec';
const timePattern = new RegExp(
  `\\b(1\\d{3}|20\\d\\d)\\b|\\b\\d{1,2}[:.]\\d{2}\\b|\\b\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}\\b|\\b(${months})\\b|\\b(\\w+day|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|\\w+tag|mittwoch|poniedzia[lł]\\w+|wtor\\w+|[sś]rod\\w+|czwart\\w+|pi[aą]t\\w+|sobot\\w+|niedziel\\w+)\\b|\\d+ ?(년|월|일|시)|요일|\\b(century|secolo|jahrhundert|wieku|siglo|si[eè]cle|decade|era|yesterday|noon|midnight)\\b`,
  'iu',
);
const numberPattern =
  /\p{N}|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|thousand|million|billion|half|twice|dozen|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|zwei|drei|vier|f[uü]nf|sechs|sieben|acht|neun|zehn|zw[oö]lf|hundert|tausend|millionen?|milliarden?|dwa|dwie|trzy|cztery|pi[eę][cć]|sze[sś][cć]|siedem|osiem|dziewi[eę][cć]|dziesi[eę][cć]|dos|tres|cuatro|cinco|siete|ocho|nueve|diez|deux|trois|quatre|cinq|sept|huit|neuf|dix)\b/iu;
const pricePattern =
  /(\p{N}[\p{N}.,' ]*\s?(€|\$|£|zł|원|유로|euros?|eur|usd|gbp|pln|chf|dollars?|pounds?|dolarów|franken|won|cents?)(?!\p{L}))|((€|\$|£)\s?\p{N})/iu;
/** A capitalised word that does not begin the sentence. German writes every noun so; there it tells little. */
const namePattern = /(?<=[\p{L}\p{N},;:]["”»)]?\s+["“„«(]?)\p{Lu}[\p{L}'’.-]+/gu;
const koreanName = /[가-힣]{2,4}\s?(씨|님|교수|박사|대표|이사|선생|팀장|회장|사장)|[가-힣]{2,3}(이|가)\s/u;
const placePattern =
  /\b(in|at|near|on|from|to|into|a|ad|da|presso|nel\w*|im|am|bei|aus|nach|auf|w|we|na|do|z|przy|en|à|au|chez)\s+(the |der |die |das |den |dem |la |il |el |le )?["“„«]?\p{Lu}|\b(street|road|avenue|square|floor|room|via|piazza|stra[ßs]e|ulic\w+|ul\.|calle|rue)\b|에서|에 있|층|로 \d+|길 \d+/iu;

/**
 * Whether a sentence holds a thing of the kind asked for, beyond those the question itself names.
 *
 * @param known the question's words, folded, that do not count as an answer
 */
export function holdsKind(kind: AnswerKind, sentence: string, isKnown: (word: string) => boolean): boolean {
  switch (kind) {
    case 'open':
      return true;
    case 'time':
      return timePattern.test(withoutKnown(sentence, isKnown));
    case 'price':
      return pricePattern.test(sentence);
    case 'number':
      return numberPattern.test(withoutKnown(sentence, isKnown));
    case 'place':
      return placePattern.test(withoutKnown(sentence, isKnown));
    case 'person':
      return (
        koreanName.test(sentence) ||
        (sentence.match(namePattern) ?? []).some((name) => !isKnown(name)) ||
        /^\p{Lu}[\p{L}'’.-]+\s+\p{Lu}\p{Ll}/u.test(withoutKnown(sentence, isKnown).trim())
      );
  }
}

function withoutKnown(sentence: string, isKnown: (word: string) => boolean): string {
  return sentence.replace(/\p{N}+(?:[.,:/]\p{N}+)*|[\p{L}\p{M}]+/gu, (word) => (isKnown(word) ? '_' : word));
}
