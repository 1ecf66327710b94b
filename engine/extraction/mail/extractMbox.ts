import { throwIfAborted } from '#base';
import { memberTooLarge } from '../fileErrors.ts';
import type { ContainerSource, Extracted, MemberFile } from '../format.ts';
import { decodeHeader } from './headerText.ts';
import { readHeaders } from './mimeTree.ts';

const windowBytes = 1024 * 1024;
/** A line that begins a mail, and the first of its headers. */
const separatorBytes = 400;
const maxNameLength = 120;
const headerBytes = [4 * 1024, 64 * 1024];

/** `From `, who or where, and a date: programs write a weekday, a time and a year in many orders. */
const separator = /^From [^\n]{0,200}\b\d{4}\b[^\n]{0,40}\r?\n(?:>?From [^\n]*\n)*[!-9;-~]{1,80}[ \t]*:/;

/** A mailbox: each mail a file of its own, read from the disk when it is its turn. */
export async function extractMbox(source: ContainerSource): Promise<Extracted> {
  return { metadata: {}, parts: [], warnings: [], members: messagesOf(source) };
}

async function* messagesOf(source: ContainerSource): AsyncGenerator<MemberFile> {
  const { content } = source;
  let start: number | undefined;
  let number = 0;
  for await (const next of startsOf(source)) {
    if (start !== undefined) yield await messageAt(source, start, next, ++number);
    start = next;
  }
  if (start !== undefined) yield await messageAt(source, start, content.size, ++number);
}

/** Where mails begin: at the start and after blank lines, at what only a mailbox writes. */
async function* startsOf({ content, signal }: ContainerSource): AsyncGenerator<number> {
  yield 0;
  const mark = Buffer.from('\nFrom ');
  for (let offset = 0; offset < content.size; offset += windowBytes) {
    throwIfAborted(signal);
    // Windows overlap by a separator, so that none is cut in two.
    const bytes = await content.read(Math.max(0, offset - 2), windowBytes + separatorBytes + 2);
    const base = Math.max(0, offset - 2);
    const window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = window.indexOf(mark); at >= 0; at = window.indexOf(mark, at + 1)) {
      const start = base + at + 1;
      if (start < offset || start >= offset + windowBytes) continue;
      const isAfterBlank = window[at - 1] === 10 || (window[at - 1] === 13 && window[at - 2] === 10);
      if (isAfterBlank && separator.test(window.toString('latin1', at + 1, at + 1 + separatorBytes)))
        yield start;
    }
  }
}

async function messageAt(
  source: ContainerSource,
  start: number,
  end: number,
  number: number,
): Promise<MemberFile> {
  const size = end - start;
  const name = await nameOf(source, start, end, number);
  return {
    kind: 'embedded',
    name,
    size,
    async open(maxBytes) {
      if (size > maxBytes) throw memberTooLarge(name, maxBytes);
      const bytes = await source.content.read(start, size);
      return unescapeMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  };
}

/** `12 Subject.eml`: the number finds it in the mailbox, the subject tells a person what it is. */
async function nameOf(
  { content }: ContainerSource,
  start: number,
  end: number,
  number: number,
): Promise<string> {
  let subject = '';
  for (const length of headerBytes) {
    const head = await content.read(start, Math.min(length, end - start));
    const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
    const read = readHeaders(bytes, bytes.indexOf(10) + 1);
    subject = decodeHeader(read.headers.get('subject')?.[0] ?? new Uint8Array());
    if (read.end < bytes.length || length >= end - start) break;
  }
  const shown = subject
    .replace(/[/\\:]+/g, '-')
    .slice(0, maxNameLength)
    .toWellFormed()
    .trim();
  return shown === '' ? `${number}.eml` : `${number} ${shown}.eml`;
}

/** Without the line before it; a text's own lines that begin like one were given a mark, which is taken off again. */
function unescapeMessage(bytes: Buffer): Uint8Array {
  const message = bytes.subarray(bytes.indexOf(10) + 1);
  const mark = Buffer.from('>From ');
  let copied = 0;
  const pieces: Uint8Array[] = [];
  for (let at = message.indexOf(mark); at >= 0; at = message.indexOf(mark, at + 1)) {
    let lineStart = at;
    while (message[lineStart - 1] === 62) lineStart--;
    if (lineStart > 0 && message[lineStart - 1] !== 10) continue;
    pieces.push(message.subarray(copied, lineStart));
    copied = lineStart + 1;
  }
  if (pieces.length === 0) return message;
  return Buffer.concat([...pieces, message.subarray(copied)]);
}
