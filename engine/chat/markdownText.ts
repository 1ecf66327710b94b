import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type Root = ReturnType<typeof fromMarkdown>;
type Nodes = Root | Root['children'][number];

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** What is made harmless can uncover more of it; what still changes after so many rounds is shown as code. */
const mostRounds = 8;
const headingsBelow = 2;
/** The parser's time grows with the square of these; no answer has so many. */
const mostEmphasis = 1500;
const tooDeep = /^(?:[ \t]*>){50}/m;

/**
 * Markdown of a stranger as a part of a larger text: it loads nothing, runs nothing, defines nothing that the rest
 * could refer to, and ends where it ends. Everything else stands as it was written.
 *
 * @param marks the number of the footnote for each `[n]` that is a citation
 */
export function containMarkdown(text: string, marks: ReadonlyMap<number, number> = new Map()): string {
  let contained = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  const isCostly = tooDeep.test(contained) || (contained.match(/[*_~]+/g)?.length ?? 0) > mostEmphasis;
  for (let round = 0; round < mostRounds && !isCostly; round++) {
    const tree = parse(contained);
    const edits = findEdits(tree, contained);
    if (edits.length === 0) return closeOpenEnds(citeFootnotes(contained, tree, marks));
    contained = apply(contained, edits);
  }
  return codeBlock(contained);
}

/** Plain words on one line, whatever signs they hold. */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>&$~|#]/g, '\\$&');
}

/** Words as they are written, in the type of code. */
export function codeSpan(text: string): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\s]+/gu, ' ');
  const fence = '`'.repeat(longestRun(line, '`') + 1);
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function codeBlock(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}\n${text}\n${fence}`;
}

function longestRun(text: string, sign: string): number {
  return Math.max(0, ...text.split(new RegExp(`[^${sign}]+`)).map(({ length }) => length));
}

function parse(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function findEdits(tree: Root, text: string): Edit[] {
  const edits: Edit[] = [];
  const escapeAt = (at: number) => edits.push({ start: at, end: at, text: '\\' });
  visit(tree, (node, start, end) => {
    switch (node.type) {
      case 'html':
        for (const found of text.slice(start, end).matchAll(/</g))
          edits.push({ start: start + found.index, end: start + found.index + 1, text: '&lt;' });
        break;
      case 'definition':
      case 'footnoteDefinition':
      case 'footnoteReference':
        escapeAt(start);
        break;
      case 'image':
      case 'imageReference':
        // A picture would be fetched by whoever opens the file; a link waits to be followed.
        edits.push({ start, end: start + 1, text: '' });
        break;
      case 'link':
        if (isSafeLink(node.url)) break;
        if (text[start] === '<') edits.push({ start, end: start + 1, text: '&lt;' });
        else if (text[start] === '[') escapeAt(start);
        break;
      case 'heading':
        lowerHeading(edits, text, { depth: node.depth, start, end });
        break;
      case 'code': {
        const fence = openFence(text.slice(start, end));
        if (fence && end >= text.length) edits.push({ start: end, end, text: `\n${fence}` });
        break;
      }
    }
  });
  // A footnote of ours could answer to it.
  for (const at of outsideCode(tree, text, /(?<=(?<!\\)(?:\\\\)*)\[\^/g)) escapeAt(at.index);
  return edits;
}

/** Below the headings of what it becomes a part of; one that is lowered already stays. */
function lowerHeading(
  edits: Edit[],
  text: string,
  { depth, start, end }: { depth: number; start: number; end: number },
): void {
  if (depth > headingsBelow) return;
  const signs = '#'.repeat(Math.min(6, depth + headingsBelow));
  if (text[start] === '#') {
    edits.push({ start, end: start + depth, text: signs });
    return;
  }
  const [words = ''] = /^[\s\S]*(?=\n)/.exec(text.slice(start, end)) ?? [];
  edits.push({ start, end, text: `${signs} ${words.replace(/\s*\n\s*(?:>\s*)*/g, ' ')}` });
}

function isSafeLink(url: string): boolean {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  return scheme === undefined || ['http', 'https', 'mailto'].includes(scheme);
}

/** The fence that would end a block of code, where none does. */
function openFence(source: string): string | null {
  const fence = /^\s*(`{3,}|~{3,})/.exec(source)?.[1];
  if (!fence) return null;
  const lines = source.split('\n');
  const last = lines.length > 1 ? (lines.at(-1)?.trim() ?? '') : '';
  const isClosed = last.length >= fence.length && last === (fence[0] ?? '').repeat(last.length);
  return isClosed ? null : fence;
}

/** What a viewer with formulas would take for the beginning of one without end. */
function closeOpenEnds(text: string): string {
  const dollars = outsideCode(parse(text), text, /(?<=(?<!\\)(?:\\\\)*)\$\$/g);
  const last = dollars.at(-1);
  if (dollars.length % 2 === 0 || !last) return text;
  return `${text.slice(0, last.index)}\\$\\$${text.slice(last.index + 2)}`;
}

function citeFootnotes(text: string, tree: Root, marks: ReadonlyMap<number, number>): string {
  const edits = outsideCode(tree, text, /(?<=(?<!\\)(?:\\\\)*)\[(\d{1,3})\]([([:]?)/g).flatMap(
    (found): Edit[] => {
      const footnote = marks.get(Number(found[1]));
      if (footnote === undefined) return [];
      const next = found[2] ? `\\${found[2]}` : '';
      return [{ start: found.index, end: found.index + found[0].length, text: `[^${footnote}]${next}` }];
    },
  );
  return apply(text, edits);
}

function outsideCode(tree: Root, text: string, pattern: RegExp): RegExpExecArray[] {
  const code: [number, number][] = [];
  visit(tree, (node, start, end) => {
    if (node.type === 'code' || node.type === 'inlineCode') code.push([start, end]);
  });
  return [...text.matchAll(pattern)].filter(
    ({ index }) => !code.some(([start, end]) => index >= start && index < end),
  );
}

/** Outer edits win over those within them. */
function apply(text: string, edits: readonly Edit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < from) continue;
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

function visit(tree: Root, see: (node: Nodes, start: number, end: number) => void): void {
  const waiting: Nodes[] = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    if (start !== undefined && end !== undefined) see(node, start, end);
    if ('children' in node) waiting.push(...node.children);
  }
}
