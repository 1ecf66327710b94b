import type { Data, Emphasis, Nodes, Parents, PhrasingContent, RootContent, Text } from 'mdast';
import type { Block } from './parseBlocks.ts';
import { withDollars } from './prepareSource.ts';
import { safeAddress } from './safeAddress.ts';

/** `[start, end)` in UTF-16 code units of the text. */
export type TextRange = readonly [start: number, end: number];

export interface Annotations {
  /** Numbers in brackets that are citations; null: all of them, as long as nobody knows. */
  citations: ReadonlySet<number> | null;
  /** Sentences that no source supports. */
  unsupported: readonly TextRange[];
}

const longestMath = 4000;

/**
 * A copy of a block in which everything is what may be shown: markup in it is text, pictures are links, citations and
 * sentences without support are elements of their own.
 */
export function annotateBlock(block: Block, text: string, annotations: Annotations): RootContent {
  const node = structuredClone(block.node);
  const context: Context = { text, base: block.base, annotations };
  if ('children' in node) visitChildren(node, context, false);
  const shown = leaf(node, context) as RootContent;
  return node.type === 'html' ? { type: 'paragraph', children: [shown as PhrasingContent] } : shown;
}

interface Context {
  text: string;
  base: number;
  annotations: Annotations;
}

function visitChildren(parent: Parents, context: Context, isInLink: boolean): void {
  const children: Nodes[] = [];
  for (const child of parent.children as Nodes[]) {
    const isLink = isInLink || child.type === 'link' || child.type === 'linkReference';
    if ('children' in child) visitChildren(child as Parents, context, isLink);
    if (child.type === 'text') children.push(...splitText(child, context));
    else children.push(...wrapped(leaf(child, context, isInLink), child, context));
  }
  parent.children = children as typeof parent.children;
}

/** What a node is shown as. */
function leaf(node: Nodes, context: Context, isInLink = false): Nodes {
  switch (node.type) {
    case 'html':
      if (/^<br\s*\/?>$/i.test(node.value.trim())) return { type: 'break' };
      return { type: 'text', value: withDollars(node.value), ...at(node) };
    case 'image':
      return picture(node.alt ?? '', node.url, isInLink);
    case 'imageReference':
      return picture(node.alt ?? '', '', isInLink);
    case 'link': {
      const url = safeAddress(withDollars(node.url));
      // Where it may not lead, its words remain.
      return url === null
        ? asElement('span', {}, node.children)
        : { ...node, url, title: node.title ? withDollars(node.title) : null };
    }
    case 'linkReference': {
      const number = Number(node.identifier);
      return Number.isInteger(number) && isCitation(number, context) ? citation(number) : node;
    }
    case 'footnoteReference':
      return asElement('sup', {}, [{ type: 'text', value: node.label ?? node.identifier }]);
    case 'footnoteDefinition': {
      const label = asElement('sup', {}, [{ type: 'text', value: node.label ?? node.identifier }]);
      return asElement('div', { className: ['footnote'] }, [label, ...(node.children as PhrasingContent[])]);
    }
    case 'code':
    case 'inlineCode':
      return { ...node, value: withDollars(node.value) };
    case 'math':
    case 'inlineMath':
      return mathOf(node, context);
    default:
      return node;
  }
}

function mathOf(node: Nodes & { value: string }, { text, base }: Context): Nodes {
  const source = text.slice(base + startOf(node), base + endOf(node));
  const value = withDollars(node.value);
  if (value.length > longestMath || value.trim() === '')
    return node.type === 'math' ? { type: 'code', value: source } : { type: 'inlineCode', value: source };
  const isDisplay = node.type === 'math' || source.startsWith('\\[') || source.startsWith('$$');
  // What is drawn later; a formula on a line of its own may stand within a paragraph.
  const className = ['language-math', isDisplay ? 'math-display' : 'math-inline'];
  return asElement('code', { className }, [{ type: 'text', value }]);
}

function picture(alt: string, url: string, isInLink: boolean): Nodes {
  const address = safeAddress(withDollars(url));
  const words: Text[] = [{ type: 'text', value: withDollars(alt) || address || '…' }];
  const shown = asElement('span', { className: ['picture'] }, words);
  if (address === null || isInLink) return shown;
  return { type: 'link', url: address, children: [shown] };
}

/** An element by its own name, through the tree's way to HTML. */
function asElement(name: string, properties: Data['hProperties'], children: PhrasingContent[]): Emphasis {
  return { type: 'emphasis', data: { hName: name, hProperties: properties }, children };
}

const citation = (n: number): Nodes => asElement('span', { className: ['citation'], dataN: String(n) }, []);

function isCitation(n: number, { annotations: { citations } }: Context): boolean {
  return citations === null || citations.has(n);
}

const startOf = (node: Nodes) => node.position?.start.offset ?? 0;
const endOf = (node: Nodes) => node.position?.end.offset ?? 0;
const at = (node: Nodes) => (node.position ? { position: node.position } : {});

/** A leaf that is no text, within a sentence that has no support. */
function wrapped(shown: Nodes, original: Nodes, context: Context): Nodes[] {
  if (original.type !== 'inlineCode' && original.type !== 'inlineMath') return [shown];
  const start = context.base + startOf(original);
  const range = context.annotations.unsupported.find(([from, to]) => from <= start && start < to);
  if (!range) return [shown];
  const end = context.base + endOf(original);
  return [unsupported([shown as PhrasingContent]), ...(end >= range[1] ? [unsupportedEnd()] : [])];
}

const unsupported = (children: PhrasingContent[]) =>
  asElement('span', { className: ['unsupported'] }, children);
const unsupportedEnd = () => asElement('span', { className: ['unsupportedEnd'] }, []);

/** A text cut at its citations and at the ends of sentences without support. */
function splitText(node: Text, context: Context): Nodes[] {
  const value = withDollars(node.value);
  const { unsupported: ranges } = context.annotations;
  const start = context.base + startOf(node);
  const end = context.base + endOf(node);
  const touching = node.position ? ranges.filter(([from, to]) => from < end && to > start) : [];
  const places = touching.length > 0 ? sourcePlaces(value, context.text.slice(start, end), start) : null;
  const rangeAt = (index: number) => {
    const place = places?.[index];
    return place === undefined ? undefined : touching.find(([from, to]) => from <= place && place < to);
  };

  const pieces: Nodes[] = [];
  const writeWords = (from: number, to: number) => {
    let position = from;
    while (position < to) {
      const range = rangeAt(position);
      let next = position + 1;
      while (next < to && rangeAt(next) === range) next++;
      const words: Text = { type: 'text', value: value.slice(position, next) };
      pieces.push(range ? unsupported([words]) : words);
      const last = places?.[next - 1];
      if (range && last !== undefined && last + 1 >= range[1]) pieces.push(unsupportedEnd());
      position = next;
    }
  };
  let position = 0;
  for (const match of value.matchAll(/\[(\d{1,3})\]/g)) {
    const n = Number(match[1]);
    if (!isCitation(n, context)) continue;
    writeWords(position, match.index);
    pieces.push(citation(n));
    position = match.index + match[0].length;
  }
  writeWords(position, value.length);
  return pieces;
}

/**
 * Where in the text each code unit of a value stands: escapes, character references and what begins the lines of a
 * quotation are in the text alone, so it is read on until the two agree again.
 */
function sourcePlaces(value: string, source: string, start: number): number[] {
  const places: number[] = [];
  let at = 0;
  for (const unit of withDollars(value)) {
    const found = source.indexOf(unit, at);
    const place = found >= 0 && found - at < 40 ? found : Math.min(at, Math.max(0, source.length - 1));
    for (let index = 0; index < unit.length; index++) places.push(start + place + index);
    at = place + unit.length;
  }
  return places;
}
