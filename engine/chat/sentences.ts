/** A stretch of a text, in UTF-16 code units; `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Sentence extends Span {
  readonly text: string;
  /** A heading, or a line that only introduces what follows (`Payment:`). */
  readonly isHeading: boolean;
}

/**
 * Sentences of a passage with their exact places; no character is changed, only white space at the ends left out.
 * Lines that stand alone (headings, list items, table rows) are sentences of their own; lines that a page's width
 * broke are joined first, because UAX 29 ends a sentence at every line feed.
 */
export function splitSentences(text: string, language?: string): Sentence[] {
  const sentences: Sentence[] = [];
  const segmenter = segmenterFor(text, language);
  for (const block of splitBlocks(text)) {
    const flat = text.slice(block.start, block.end).replace(/[\r\n]/g, ' ');
    let start = 0;
    for (const { segment, index } of segmenter.segment(flat)) {
      const end = index + segment.length;
      if (end < flat.length && continues(flat.slice(start, end), flat.slice(end, end + 40))) continue;
      const span = trimSpan(text, block.start + start, block.start + end);
      if (span)
        sentences.push({ ...span, text: text.slice(span.start, span.end), isHeading: block.isHeading });
      start = end;
    }
  }
  return sentences;
}

export function isQuestion(sentence: string): boolean {
  return /[?？]\W*$/.test(sentence);
}

function segmenterFor(text: string, language?: string): Intl.Segmenter {
  const sample = text.slice(0, 2000);
  const script = /\p{Script=Hangul}/u.test(sample)
    ? 'ko'
    : /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sample)
      ? 'ja'
      : 'en';
  const locale = language && /^[a-z]{2,3}$/.test(language) ? language : script;
  return new Intl.Segmenter(locale, { granularity: 'sentence' });
}

interface Block extends Span {
  isHeading: boolean;
}

const listItem = /^\s*(?:[-*+•‣▪◦–]\s|\d{1,3}[.)]\s|[a-z]\)\s|\|)/;
const headingMark = /^\s{0,3}#{1,6}\s/;

function splitBlocks(text: string): Block[] {
  const lines: Span[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    lines.push({ start, end });
    start = end + 1;
  }
  const widest = Math.max(...lines.map(({ start, end }) => end - start));
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const [index, line] of lines.entries()) {
    const content = text.slice(line.start, line.end);
    if (content.trim() === '') {
      open = undefined;
      continue;
    }
    const previous = lines[index - 1];
    const isWrapped =
      open !== undefined &&
      previous !== undefined &&
      !open.isHeading &&
      !listItem.test(content) &&
      !headingMark.test(content) &&
      // A line well under the width of the text was ended by its writer, not by the page.
      (previous.end - previous.start >= Math.max(30, widest * 0.55) || /^\s*\p{Ll}/u.test(content));
    if (open && isWrapped) {
      open = { ...open, end: line.end };
      blocks[blocks.length - 1] = open;
    } else {
      open = { ...line, isHeading: false };
      blocks.push(open);
    }
    open.isHeading = looksLikeHeading(text.slice(open.start, open.end));
  }
  return withoutRules(text, blocks);
}

/** The line of dashes under the head of a table is no sentence; the head names what its rows state. */
function withoutRules(text: string, blocks: readonly Block[]): Block[] {
  const isRule = (block: Block | undefined) =>
    block !== undefined && /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(text.slice(block.start, block.end));
  return blocks.flatMap((block, index) => {
    if (isRule(block)) return [];
    return isRule(blocks[index + 1]) ? [{ ...block, isHeading: true }] : [block];
  });
}

function looksLikeHeading(block: string): boolean {
  const line = block.trim();
  if (headingMark.test(block)) return true;
  if (line.length > 90 || listItem.test(block)) return false;
  if (/[:：]$/.test(line)) return true;
  // A code or a word alone on its line (`E3`) is what the next line explains.
  if (/^[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*$/u.test(line)) return true;
  return (
    !/[.!?。！？…;,|]["”’»)]?$/.test(line) &&
    !/[:：]\s/.test(line) &&
    line.split(/\s+/).length <= 9 &&
    !/\d/.test(line)
  );
}

const abbreviation =
  /(?:^|[\s("“„«])(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|No|Nr|vs|etc|approx|ca|bzw|z\. ?B|d\. ?h|u\. ?a|Abs|Art|Sig|Sigg|Dott|Ing|Avv|ecc|art|pag|tel|ul|al|pl|np|tzw|prof|dr|inż|mgr|godz|ok|str|tj|nr|Sra|Dña|Ud|Uds|pág|p\. ?ej|M|MM|Mme|Mlle|av|Vol|pp|Fig|fig|Eq|Inc|Ltd|Co|Corp|e\. ?g|i\. ?e|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.\s*$/u;

/** Whether the segmenter broke inside a sentence: after an abbreviation, an initial, a German ordinal. */
function continues(segment: string, next: string): boolean {
  if (/^\s*$/.test(segment)) return true;
  if (abbreviation.test(segment)) return !/^\s*$/.test(next);
  // `z. B.`, `p. ej.`; but `31 maja 2027 r. Czynsz` ends.
  if (/(?:^|[\s(])\p{Ll}\.\s*$/u.test(segment) && /^\s*(?:\p{L}\.|\p{Ll})/u.test(next)) return true;
  // `am 3. Oktober`, `II. Weltkrieg`, `5. maja`: an ordinal before a word, unless the number ends a longer statement.
  if (/(?:^|\s)(?:\d{1,2}|[IVX]{1,5})\.\s*$/.test(segment)) {
    return (
      /^\s*(?:\p{Ll}|Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrh|Welt)/u.test(next) ||
      segment.trim().length <= 4
    );
  }
  return /\.\s*$/.test(segment) && /^\s*\p{Ll}/u.test(next);
}

function trimSpan(text: string, start: number, end: number): Span | null {
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return start < end ? { start, end } : null;
}
