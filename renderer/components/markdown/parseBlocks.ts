import type { Definition, Nodes, Root, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { closeOpenMarks } from './closeOpenMarks.ts';
import { prepareSource } from './prepareSource.ts';

/** One block at the top level of a text. */
export interface Block {
  /** Where it stands in the text; its key. */
  start: number;
  source: string;
  node: RootContent;
  /** Offset in the text of what the node's positions count from. */
  base: number;
  /** Link definitions of the whole text; none while it is being written. */
  definitions: readonly Definition[];
}

export interface BlockParser {
  /** The blocks of a text; while it is being written only its last block is read anew. */
  parse(text: string, isStreaming: boolean): readonly Block[];
}

const reader = unified().use(remarkParse).use(remarkGfm).use(remarkMath).freeze();

/** Deeper than a text of people goes: what is nested more is shown as it was written. */
const deepest = 40;

function read(text: string): Root {
  const prepared = prepareSource(text);
  try {
    const root = reader.parse(prepared);
    root.children = root.children.map((node) => (isDeeper(node) ? asWritten(node, prepared) : node));
    return root;
  } catch {
    // Made to exhaust the reader.
    const end = { line: 1, column: 1, offset: prepared.length };
    const position = { start: { line: 1, column: 1, offset: 0 }, end };
    return { type: 'root', children: [asWritten({ type: 'paragraph', children: [], position }, prepared)] };
  }
}

function isDeeper(node: Nodes): boolean {
  let level: Nodes[] = [node];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one): Nodes[] => ('children' in one ? one.children : []));
  }
  return false;
}

function asWritten(node: RootContent, text: string): RootContent {
  const { position } = node;
  const value = text.slice(position?.start.offset ?? 0, position?.end.offset ?? text.length);
  return { type: 'paragraph', children: [{ type: 'text', value }], ...(position && { position }) };
}

/** Reads a text that grows: blocks that have ended stay the objects they were. */
export function createBlockParser(): BlockParser {
  let ended: Block[] = [];
  let endedText = '';
  let last: { text: string; isStreaming: boolean; blocks: readonly Block[] } | null = null;

  function parseWhole(text: string): Block[] {
    const { children } = read(text);
    const definitions = children.filter((node) => node.type === 'definition');
    return children.map((node) => toBlock(node, text, 0, definitions));
  }

  function parseGrowing(text: string): Block[] {
    if (!text.startsWith(endedText)) {
      ended = [];
      endedText = '';
    }
    const base = endedText.length;
    const { children } = read(closeOpenMarks(text.slice(base)));
    const blocks = children.map((node) => toBlock(node, text, base, []));
    const open = blocks.at(-1);
    if (open && blocks.length > 1) {
      ended = [...ended, ...blocks.slice(0, -1)];
      endedText = text.slice(0, open.start);
      return [...ended, open];
    }
    return [...ended, ...blocks];
  }

  return {
    parse(text, isStreaming) {
      if (last?.text === text && last.isStreaming === isStreaming) return last.blocks;
      const blocks = isStreaming ? parseGrowing(text) : parseWhole(text);
      last = { text, isStreaming, blocks };
      return blocks;
    },
  };
}

function toBlock(node: RootContent, text: string, base: number, definitions: readonly Definition[]): Block {
  const start = base + (node.position?.start.offset ?? 0);
  const end = base + (node.position?.end.offset ?? 0);
  return { start, source: text.slice(start, end), node, base, definitions };
}
