import { cleanText } from '../encoding/cleanText.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { type DomElement, type DomNode, isElement, isHidden, tagOf } from './dom.ts';
import { isDataTable, tableToMarkdown } from './htmlTables.ts';
import { inlineText } from './inlineText.ts';

const skipped = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'canvas',
  'iframe',
  'object',
  'embed',
  'audio',
  'video',
  'select',
  'datalist',
  'button',
  'input',
  'textarea',
  'head',
  'title',
  'meta',
  'link',
  'base',
  'ix:header',
  'dialog',
]); // prettier-ignore

const blockTags = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'body',
  'caption',
  'center',
  'dd',
  'details',
  'dialog',
  'dir',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hgroup',
  'hr',
  'html',
  'legend',
  'li',
  'main',
  'menu',
  'nav',
  'ol',
  'p',
  'pre',
  'section',
  'summary',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
  'ix:header',
]); // prettier-ignore

/** Deeper than any page is on purpose; what is below is read as one run of text. */
const maxDepth = 300;

/**
 * A DOM as flowing text: headings, paragraphs, lists with their markers, tables as Markdown, `pre` as it is.
 * Scripts, styles, form controls and hidden elements have no part in it.
 */
export function htmlBlocks(root: DomNode): FlowDocument {
  const writer = createWriter();
  walk(root, writer, 0, 'paragraph');
  writer.flush('paragraph');
  return writer.finish();
}

type TextKind = 'paragraph' | 'quote' | 'caption';

function walk(parent: DomNode, writer: Writer, depth: number, kind: TextKind): void {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 3) {
      writer.inline(node.nodeValue ?? '');
      continue;
    }
    if (!isElement(node)) continue;
    const tag = tagOf(node);
    if (skipped.has(tag) || isHidden(node)) continue;
    if (tag === 'br') writer.lineBreak();
    else if (depth > maxDepth) writer.inline(` ${node.textContent ?? ''} `);
    else if (!blockTags.has(tag)) walk(node, writer, depth + 1, kind);
    else {
      writer.flush(kind);
      walkBlock(node, tag, writer, depth, kind);
    }
  }
}

function walkBlock(element: DomElement, tag: string, writer: Writer, depth: number, kind: TextKind): void {
  const heading = /^h([1-6])$/.exec(tag)?.[1];
  if (heading) writer.heading(inlineText(element), Number(heading));
  else if (tag === 'pre') writer.block('code', (element.textContent ?? '').replace(/^\n|\s+$/g, ''));
  else if (tag === 'ul' || tag === 'ol' || tag === 'dir' || tag === 'menu') {
    writer.block('list', listText(element, 0, depth, writer).join('\n'));
  } else if (tag === 'table' && isDataTable(element)) {
    const caption = element.querySelector('caption');
    if (caption) writer.block('caption', inlineText(caption));
    writer.block('table', tableToMarkdown(element));
  } else {
    const inner =
      tag === 'blockquote' ? 'quote' : tag === 'figcaption' || tag === 'caption' ? 'caption' : kind;
    walk(element, writer, depth + 1, inner);
    writer.flush(inner);
  }
}

/** One line an item, two spaces a level; a table or code in an item keeps its lines under it. */
function listText(list: DomElement, level: number, depth: number, writer: Writer): string[] {
  const lines: string[] = [];
  const isOrdered = tagOf(list) === 'ol';
  let number = Number.parseInt(list.getAttribute('start') ?? '1', 10);
  if (!Number.isFinite(number)) number = 1;
  const indent = '  '.repeat(Math.min(level, 20));
  for (let child = list.firstChild; child; child = child.nextSibling) {
    if (!isElement(child) || isHidden(child) || skipped.has(tagOf(child))) continue;
    const tag = tagOf(child);
    if (tag === 'ul' || tag === 'ol') {
      if (depth < maxDepth) lines.push(...listText(child, level + 1, depth + 1, writer));
      continue;
    }
    const marker = isOrdered ? `${number++}. ` : '- ';
    const nested: string[] = [];
    const own = itemText(child, level, depth, nested, writer);
    if (own || nested.length > 0) lines.push(`${indent}${marker}${own}`.trimEnd(), ...nested);
  }
  return lines;
}

/** The item's own words; its lists and tables go to `nested`. */
function itemText(item: DomNode, level: number, depth: number, nested: string[], writer: Writer): string {
  let text = '';
  for (let node = item.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 3) text += node.nodeValue ?? '';
    if (!isElement(node)) continue;
    const tag = tagOf(node);
    if (skipped.has(tag) || isHidden(node)) continue;
    if (depth > maxDepth) text += ` ${node.textContent ?? ''} `;
    else if (tag === 'ul' || tag === 'ol') nested.push(...listText(node, level + 1, depth + 1, writer));
    else if (tag === 'table' && isDataTable(node)) nested.push(...tableToMarkdown(node).split('\n'));
    else if (tag === 'pre') nested.push(...(node.textContent ?? '').trimEnd().split('\n'));
    else if (tag === 'br') text += ' ';
    else if (blockTags.has(tag)) text += ` ${itemText(node, level, depth + 1, nested, writer)} `;
    else text += itemInline(node, level, depth, nested, writer);
  }
  return depth === 0 || /\S/.test(text) ? collapse(text) : text;
}

/** Inline markup keeps the spaces at its edges: they part words. */
function itemInline(
  node: DomElement,
  level: number,
  depth: number,
  nested: string[],
  writer: Writer,
): string {
  const content = node.textContent ?? '';
  const text = itemText(node, level, depth + 1, nested, writer);
  return `${/^\s/.test(content) ? ' ' : ''}${text}${/\s$/.test(content) ? ' ' : ''}`;
}

function collapse(text: string): string {
  return text.replace(/[ \t\n\r\f\u00a0]+/g, ' ').trim();
}

type Writer = ReturnType<typeof createWriter>;

function createWriter() {
  const chunks: string[] = [];
  const blocks: FlowBlock[] = [];
  let length = 0;
  let pending = '';

  function append(kind: FlowBlock['kind'], raw: string, level?: number): void {
    const text = cleanText(raw);
    if (text.trim() === '') return;
    if (length > 0) {
      chunks.push('\n\n');
      length += 2;
    }
    const start = length;
    chunks.push(text);
    length += text.length;
    blocks.push({ kind, start, end: length, ...(level !== undefined && { level, title: text }) });
  }

  return {
    inline(text: string): void {
      pending += text.replace(/[ \t\n\r\f]+/g, ' ');
    },
    lineBreak(): void {
      pending += '\n';
    },
    /** Ends the paragraph that inline content has made so far. */
    flush(kind: TextKind): void {
      const text = pending
        .replace(/[ \u00a0]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .trim();
      pending = '';
      // Two line breaks are how old pages part paragraphs.
      for (const paragraph of text.split(/\n{2,}/)) append(kind, paragraph);
    },
    heading(text: string, level: number): void {
      append('heading', text, level);
    },
    block(kind: FlowBlock['kind'], text: string): void {
      append(kind, text);
    },
    finish: (): FlowDocument => ({ text: chunks.join(''), blocks }),
  };
}
