import { cleanText } from '../encoding/cleanText.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { findParagraphs } from '../text/extractText.ts';

export interface PlainOptions {
  /** Lines that end with a blank go on in the next one (RFC 3676). */
  isFlowed: boolean;
  /** The blank at such a line's end is not part of the text. */
  deletesBlanks: boolean;
}

/** `-- ` alone on its line, with or without the blank that is lost on the way. */
const signatureMark = /^-- ?$/;
/** A line that is longer is no mark of any kind. */
const maxMarkLength = 3;
const maxQuoteDepth = 20;

/** The text of a mail: its paragraphs and lists; what it quotes and its signature as quotes. */
export function plainBody(text: string, options: PlainOptions): FlowDocument {
  // More than two empty lines say nothing more, and hostile mails have millions.
  const clean = withoutArmour(cleanText(text)).replace(/\n(?:[ \t]*\n){3,1000}/g, '\n\n\n');
  const body = (options.isFlowed ? joinFlowed(clean, options.deletesBlanks) : clean)
    .replace(/^\n+/, '')
    .trimEnd();
  const blocks: FlowBlock[] = [];
  for (const { start, end, isQuote } of regionsOf(body)) {
    const region = body.slice(start, end);
    if (!isQuote)
      for (const block of findParagraphs(region))
        blocks.push({ ...block, start: block.start + start, end: block.end + start });
    else if (region.trim() !== '')
      blocks.push({ kind: 'quote', start, end: start + region.trimEnd().length });
  }
  return { text: body, blocks };
}

interface Region {
  start: number;
  end: number;
  isQuote: boolean;
}

/** Runs of lines that are the mail's own, and runs that it quotes or signs with. */
function regionsOf(text: string): Region[] {
  const regions: Region[] = [];
  let inSignature = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    const isMarked = text[start] === '>';
    // A signature ends where the quoted mail below it begins.
    if (isMarked) inSignature = false;
    else if (end - start <= maxMarkLength + 1 && signatureMark.test(text.slice(start, end).replace('\n', '')))
      inSignature = true;
    const isQuote = inSignature || isMarked;
    const last = regions.at(-1);
    if (last?.isQuote === isQuote) last.end = end;
    else regions.push({ start, end, isQuote });
    start = end;
  }
  return regions;
}

function joinFlowed(text: string, deletesBlanks: boolean): string {
  const joined: string[] = [];
  let depth = 0;
  let isOpen = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let marks = 0;
    while (text[start + marks] === '>' && marks < maxQuoteDepth) marks++;
    const content = text.slice(start + marks + (text[start + marks] === ' ' ? 1 : 0), end);
    if (isOpen && marks !== depth) {
      joined.push('\n');
      isOpen = false;
    }
    if (!isOpen && marks > 0) joined.push(`${'>'.repeat(marks)} `);
    const isSoft = content.endsWith(' ') && !signatureMark.test(content);
    joined.push(isSoft && deletesBlanks ? content.slice(0, -1) : content);
    if (!isSoft) joined.push('\n');
    isOpen = isSoft;
    depth = marks;
    start = end + 1;
  }
  return joined.join('');
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
