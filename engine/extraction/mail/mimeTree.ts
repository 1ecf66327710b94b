import { fileBomb } from '../fileErrors.ts';
import { type ContentType, parseContentType } from './headerParameters.ts';

/** A part of a mail: a leaf with content, or a multipart with parts. Nothing is copied; offsets are into the mail. */
export interface MimeNode {
  headers: MimeHeaders;
  contentType: ContentType;
  disposition: ContentType;
  children: MimeNode[];
  /** The content as it stands, still encoded. */
  start: number;
  end: number;
}

/** Raw values by lower-case name, unfolded, each header in its order. */
export type MimeHeaders = ReadonlyMap<string, readonly Uint8Array[]>;

const maxNodes = 10_000;
const maxDepth = 50;
/** What is longer is no boundary; the standard has 70. */
const maxBoundaryLength = 250;
const maxHeaderBytes = 256 * 1024;
const maxRepeats = 100;
const maxNameLength = 100;
/** Lines among headers that are none; after so many the text has begun. */
const maxStrangeLines = 3;
const lineFeed = 10;
const carriageReturn = 13;
const dash = 45;

/** All that is read of a header; hostile mails have a hundred thousand others. */
const knownHeaders =
  /^(?:from|sender|to|cc|bcc|reply-to|subject|date|received|message-id|in-reply-to|mime-version|content-[a-z-]{1,40})$/;

/**
 * The tree of a mail's parts in one pass over its lines, whatever their nesting. A part that nobody closes ends with
 * the one around it; a message in the mail is a leaf.
 *
 * @throws AppError `file_bomb` for more parts than any mail has
 */
export function parseMime(name: string, bytes: Uint8Array): MimeNode {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  const open: { node: MimeNode; boundary: Buffer }[] = [];

  function beginNode(start: number, fallback: string): MimeNode {
    if (++count > maxNodes) throw fileBomb(name, `it has more than ${maxNodes.toLocaleString('en')} parts`);
    const { headers, end } = readHeaders(content, start);
    const contentType = parseContentType(headers.get('content-type')?.[0]);
    const node: MimeNode = {
      headers,
      contentType: contentType.value === '' ? { ...contentType, value: fallback } : contentType,
      disposition: parseContentType(headers.get('content-disposition')?.[0]),
      children: [],
      start: end,
      end: content.length,
    };
    const { boundary } = node.contentType.parameters;
    if (node.contentType.value.startsWith('multipart/') && boundary && open.length < maxDepth)
      open.push({ node, boundary: Buffer.from(boundary.slice(0, maxBoundaryLength), 'latin1') });
    return node;
  }

  const root = beginNode(startOfMail(content), 'text/plain');
  let current = root;
  for (let at = nextDelimiter(content, root.start); at >= 0 && open.length > 0; ) {
    const lineEnd = endOfLine(content, at);
    const level = matchingLevel(content, at, lineEnd, open);
    const owner = open[level];
    if (!owner) {
      at = nextDelimiter(content, lineEnd);
      continue;
    }
    // The line break before a boundary belongs to it.
    const end = Math.max(current.start, beforeLineBreak(content, at));
    if (current.children.length === 0) current.end = Math.min(current.end, end);
    const isClosing = isDoubleDash(content, at + 2 + owner.boundary.length);
    open.length = isClosing ? level : level + 1;
    if (isClosing) {
      owner.node.end = Math.min(owner.node.end, end);
      current = owner.node;
    } else {
      const fallback = owner.node.contentType.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      current = beginNode(Math.min(content.length, lineEnd + 1), fallback);
      owner.node.children.push(current);
    }
    // A part may have no line at all: the next boundary can stand where its headers would.
    at = nextDelimiter(content, Math.max(lineEnd, current === owner.node ? lineEnd : current.start - 1));
  }
  return root;
}

/** Blank lines, and the line that a mailbox puts before a mail. */
function startOfMail(content: Buffer): number {
  let at = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0;
  while (at < content.length && isBlankByte(content[at])) at++;
  // Apple's mail program puts the length of the mail before it.
  const [length] = /^\d{1,12}[ \t]*\r?\n(?=[!-9;-~]+:)/.exec(content.toString('latin1', at, at + 200)) ?? [];
  if (length) return at + length.length;
  for (const mark of ['From ', '>From ']) {
    if (content.toString('latin1', at, at + mark.length) === mark) return endOfLine(content, at) + 1;
  }
  return at;
}

function isBlankByte(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn || byte === 32 || byte === 9;
}

/** Where the next line begins with two dashes, from `from` on; -1 for nowhere. */
function nextDelimiter(content: Buffer, from: number): number {
  const isAtStart = from === 0 || content[from - 1] === lineFeed;
  if (isAtStart && isDoubleDash(content, from)) return from;
  const at = content.indexOf('\n--', Math.max(0, from - 1), 'latin1');
  return at < 0 ? -1 : at + 1;
}

function isDoubleDash(content: Buffer, at: number): boolean {
  return content[at] === dash && content[at + 1] === dash;
}

function endOfLine(content: Buffer, from: number): number {
  const at = content.indexOf(lineFeed, from);
  return at < 0 ? content.length : at;
}

function beforeLineBreak(content: Buffer, at: number): number {
  const end = at > 0 && content[at - 1] === lineFeed ? at - 1 : at;
  return end > 0 && content[end - 1] === carriageReturn ? end - 1 : end;
}

/** The innermost open multipart whose boundary stands in the line; -1 for none. */
function matchingLevel(
  content: Buffer,
  at: number,
  lineEnd: number,
  open: readonly { boundary: Buffer }[],
): number {
  for (let level = open.length - 1; level >= 0; level--) {
    const boundary = open[level]?.boundary;
    if (!boundary || at + 2 + boundary.length > lineEnd) continue;
    if (content.compare(boundary, 0, boundary.length, at + 2, at + 2 + boundary.length) !== 0) continue;
    let rest = at + 2 + boundary.length;
    if (isDoubleDash(content, rest)) rest += 2;
    while (rest < lineEnd && isBlankByte(content[rest])) rest++;
    if (rest === lineEnd) return level;
  }
  return -1;
}

/** The headers from `start` on and where what follows them begins. */
export function readHeaders(content: Buffer, start: number): { headers: MimeHeaders; end: number } {
  const headers = new Map<string, Uint8Array[]>();
  let taken = 0;
  let at = start;
  const strange: number[] = [];
  while (at < content.length) {
    const lineEnd = endOfLine(content, at);
    if (isBlankLine(content, at, lineEnd)) return { headers, end: lineEnd + 1 };
    const name = headerName(content, at, lineEnd);
    const isHeader = name !== '';
    if (isHeader) strange.length = 0;
    else strange.push(at);
    // No headers at all, or they end without a blank line.
    const isOver = at === start || isDoubleDash(content, at) || strange.length >= maxStrangeLines;
    if (!isHeader && isOver) return { headers, end: strange[0] ?? at };
    const colon = at + name.length;
    let valueEnd = lineEnd;
    while (isFolded(content, valueEnd + 1)) valueEnd = endOfLine(content, valueEnd + 1);
    const key = name.toLowerCase().trim();
    if (isHeader && knownHeaders.test(key) && taken < maxHeaderBytes) {
      const values = headers.get(key) ?? [];
      const value = content.subarray(colon + 1, Math.min(valueEnd, colon + 1 + maxHeaderBytes - taken));
      taken += value.length;
      if (values.length < maxRepeats) values.push(value);
      headers.set(key, values);
    }
    at = valueEnd + 1;
  }
  return { headers, end: content.length };
}

/** With the blanks that some put before the colon; empty for a line that is no header. */
function headerName(content: Buffer, at: number, lineEnd: number): string {
  const line = content.toString('latin1', at, Math.min(lineEnd, at + maxNameLength));
  return /^([!-9;-~]+[ \t]*):/.exec(line)?.[1] ?? '';
}

function isBlankLine(content: Buffer, at: number, lineEnd: number): boolean {
  return at === lineEnd || (at + 1 === lineEnd && content[at] === carriageReturn);
}

/** A line that goes on with the header above it. One of nothing but blanks ends the headers in some programs, not here. */
function isFolded(content: Buffer, at: number): boolean {
  return at < content.length && (content[at] === 32 || content[at] === 9);
}

/** The bytes of a node as they stand in the mail. */
export function rawContent(bytes: Uint8Array, { start, end }: MimeNode): Uint8Array {
  return bytes.subarray(start, Math.max(start, end));
}
