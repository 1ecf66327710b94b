import { Parser } from 'htmlparser2';
import { throwIfAborted, yieldToEventLoop } from '#base';
import type { FlowDocument } from '../flow/flowDocument.ts';
import { createFlowWriter } from '../office/flowWriter.ts';

const silent = new Set([
  ...['script', 'style', 'template', 'noscript', 'svg', 'math', 'head', 'select', 'button', 'textarea'],
  ...['iframe', 'object', 'audio', 'video', 'nav', 'ix:header'],
]);
const blocks =
  /^(?:address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|header|hr|html|legend|li|main|ol|p|pre|section|summary|table|ul)$/;
const pieceLength = 256 * 1024;
const maxTextLength = 20_000;
/** The parser looks through all that is open for each end: deeper elements are not told to it. */
const maxDepth = 2_000;

interface Origin {
  name: string;
  limits: { maxTextLength: number };
  signal: AbortSignal | undefined;
  onProgress(done: number, total: number): void;
}

/**
 * A page as flowing text without a tree of it: memory is that of its text. It sees headings, paragraphs, lists, tables
 * and code, and knows nothing of what is hidden or what is the main part.
 */
export async function streamHtml(
  html: string,
  { name, limits, signal, onProgress }: Origin,
): Promise<FlowDocument> {
  const writer = createFlowWriter(name, limits.maxTextLength);
  let pieces: string[] = [];
  let length = 0;
  let silence: string | undefined;
  let silentDepth = 0;
  let depth = 0;
  let tables = 0;
  let isCode = false;
  let isItem = false;
  let rows: string[][] = [];

  const take = (): string => {
    const text = pieces.join('');
    pieces = [];
    length = 0;
    return isCode ? text : text.replace(/[ \t\n\r\f]+/g, ' ').trim();
  };
  const flush = (): void => {
    const text = take();
    if (text === '') return;
    if (isCode) writer.block('code', text);
    else if (isItem) writer.line('list', `- ${text}`);
    else writer.block('paragraph', text);
    isItem = false;
  };
  const endCell = (): void => {
    const row = rows.at(-1);
    const text = take();
    if (row && text !== '') row.push(text);
  };
  const endTable = (): void => {
    endCell();
    writer.table(rows);
    rows = [];
  };

  const parser = new Parser({
    onopentagname(tag) {
      depth++;
      if (silence !== undefined) {
        if (tag === silence) silentDepth++;
        return;
      }
      if (silent.has(tag)) {
        silence = tag;
        silentDepth = 1;
        return;
      }
      if (tables > 0) {
        if (tag === 'table') tables++;
        else if (tag === 'tr' && tables === 1) {
          endCell();
          rows.push([]);
        } else if ((tag === 'td' || tag === 'th') && tables === 1) endCell();
        else if (blocks.test(tag) || tag === 'br') pieces.push(' ');
        return;
      }
      if (tag === 'br') pieces.push(isCode ? '\n' : ' ');
      else if (blocks.test(tag) || /^h[1-6]$/.test(tag)) flush();
      if (tag === 'table') tables = 1;
      else if (tag === 'li') isItem = true;
      else if (tag === 'pre') isCode = true;
    },
    ontext(text) {
      if (silence !== undefined) return;
      pieces.push(text);
      length += text.length;
      if (length > maxTextLength && tables === 0) flush();
    },
    onclosetag(tag) {
      depth--;
      if (silence !== undefined) {
        if (tag === silence && --silentDepth === 0) silence = undefined;
        return;
      }
      const level = /^h([1-6])$/.exec(tag)?.[1];
      if (tables > 0) {
        if (tag === 'table' && --tables === 0) endTable();
      } else if (level !== undefined) writer.heading(Number(level), take());
      else if (blocks.test(tag)) {
        flush();
        if (tag === 'pre') isCode = false;
      }
    },
  });

  for (let from = 0; from < html.length; ) {
    throwIfAborted(signal);
    let to = Math.min(html.length, from + pieceLength);
    // Between two elements, where the next piece can be read without those that are open.
    if (depth > maxDepth) parser.reset();
    if (depth > maxDepth) depth = 0;
    const bracket = html.lastIndexOf('<', to);
    if (to < html.length && bracket > from) to = bracket;
    parser.write(html.slice(from, to));
    from = to;
    onProgress(from, html.length);
    await yieldToEventLoop();
  }
  parser.end();
  if (tables > 0) endTable();
  flush();
  return writer.finish();
}
