import { cleanText } from '../encoding/cleanText.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { findParagraphs } from '../text/extractText.ts';

export interface PlainOptions {
  /** Lines that end with a blank go on in the next one (RFC 3676). */
  isFlowed: boolean;
  /** The blank at such a line's end is not part of the text. */
  deletesBlanks: boolean;
}

const quoteMark = /^(?:>[ \t]?)+/;
/** `-- ` alone on its line, with or without the blank that is lost on the way. */
const signatureMark = /^-- ?$/;

/** The text of a mail: its paragraphs and lists; what it quotes and its signature as quotes. */
export function plainBody(text: string, options: PlainOptions): FlowDocument {
  const clean = withoutArmour(cleanText(text));
  const lines = options.isFlowed ? joinFlowed(clean.split('\n'), options.deletesBlanks) : clean.split('\n');
  const blocks: FlowBlock[] = [];
  const pieces: string[] = [];
  let length = 0;
  let inSignature = false;
  const addRun = (run: readonly string[], isQuote: boolean) => {
    const raw = run.join('\n');
    const piece = `${raw}\n`;
    const found = isQuote ? quoteOf(raw) : findParagraphs(raw);
    for (const block of found)
      blocks.push({ ...block, start: block.start + length, end: block.end + length });
    pieces.push(piece);
    length += piece.length;
  };
  let run: string[] = [];
  let isQuote = false;
  for (const line of lines) {
    // A signature ends where the quoted mail below it begins.
    if (signatureMark.test(line)) inSignature = true;
    else if (quoteMark.test(line)) inSignature = false;
    const belongs = inSignature || quoteMark.test(line);
    if (belongs !== isQuote && run.length > 0) {
      addRun(run, isQuote);
      run = [];
    }
    isQuote = belongs;
    run.push(line);
  }
  addRun(run, isQuote);
  return trimmed({ text: pieces.join(''), blocks });
}

function quoteOf(text: string): FlowBlock[] {
  const trimmedText = text.trimEnd();
  return trimmedText.trim() === '' ? [] : [{ kind: 'quote', start: 0, end: trimmedText.length }];
}

function trimmed({ text, blocks }: FlowDocument): FlowDocument {
  const lead = /^\n*/.exec(text)?.[0].length ?? 0;
  return {
    text: text.slice(lead).trimEnd(),
    blocks: blocks.map((block) => ({ ...block, start: block.start - lead, end: block.end - lead })),
  };
}

function joinFlowed(lines: readonly string[], deletesBlanks: boolean): string[] {
  const joined: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  const flush = () => {
    if (paragraph.length > 0) joined.push('>'.repeat(depth) + (depth > 0 ? ' ' : '') + paragraph.join(''));
    paragraph = [];
  };
  for (const line of lines) {
    const marks = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(marks).replace(/^ /, '');
    if (marks !== depth) flush();
    depth = Math.min(marks, 20);
    const isSoft = content.endsWith(' ') && !signatureMark.test(content);
    paragraph.push(isSoft && deletesBlanks ? content.slice(0, -1) : content);
    if (!isSoft) flush();
  }
  flush();
  return joined;
}

const signedStart = /^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]*:[^\n]*\n)*\n?/m;

/** A text signed by PGP in line, without the signature around it. */
function withoutArmour(text: string): string {
  const start = signedStart.exec(text);
  if (!start) return text;
  const end = text.indexOf('\n-----BEGIN PGP SIGNATURE-----', start.index);
  const signed = text.slice(start.index + start[0].length, end < 0 ? undefined : end).replace(/^- /gm, '');
  return text.slice(0, start.index) + signed;
}
