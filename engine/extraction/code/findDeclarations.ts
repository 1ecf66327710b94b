import type { FlowBlock } from '../flow/flowDocument.ts';
import { findParagraphs } from '../text/extractText.ts';
import { createStringScanner } from './stringScanner.ts';

/** A block of more than this is cut at what it consists of: a class at its methods. */
const maxBlockLength = 4_000;
const maxDepth = 6;
/** More lines than any file of code that a person wrote. */
const maxLines = 300_000;
/** Statements that follow each other without an empty line stay together up to this. */
const maxRunLength = 2_000;

interface Line {
  start: number;
  end: number;
  /** Columns of white space before it, a tab to the next multiple of four; -1 for an empty line. */
  indent: number;
  /** Begins inside a string or comment that an earlier line opened. */
  isInside: boolean;
}

/**
 * Where code falls apart into functions, classes and runs of statements, by its indentation: what is indented under
 * a line, and the bracket or `end` that closes it, belongs to the line; comments and decorators belong to what
 * follows. That holds for any language whose authors indent.
 */
export function findDeclarations(
  text: string,
  comments: readonly string[],
  hasTripleQuotes = false,
): FlowBlock[] {
  const lines = readLines(text, comments, hasTripleQuotes);
  if (!lines) return findParagraphs(text).map((block) => ({ ...block, kind: 'code' }));
  const blocks: FlowBlock[] = [];
  collect(text, lines, comments, 0, blocks);
  return blocks;
}

/** Undefined where there are too many to look at. */
function readLines(text: string, comments: readonly string[], hasTripleQuotes: boolean): Line[] | undefined {
  const lines: Line[] = [];
  const scanner = createStringScanner(comments, hasTripleQuotes);
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const isInside = scanner.isInside();
    scanner.scanLine(text, start, end);
    if (lines.length >= maxLines) return undefined;
    lines.push({ start, end, indent: indentOf(text, start, end), isInside });
    start = end + 1;
  }
  return lines;
}

function indentOf(text: string, start: number, end: number): number {
  let indent = 0;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === ' ') indent++;
    else if (character === '\t') indent += 4 - (indent % 4);
    else return character === '\u00a0' ? indent + 1 : indent;
  }
  return -1;
}

function collect(
  text: string,
  lines: readonly Line[],
  comments: readonly string[],
  depth: number,
  blocks: FlowBlock[],
): void {
  for (const unit of findUnits(text, lines, comments)) {
    const first = unit[0];
    const last = unit.at(-1);
    if (!first || !last) continue;
    if (last.end - first.start <= maxBlockLength || depth >= maxDepth) {
      blocks.push({ kind: 'code', start: first.start, end: last.end });
      continue;
    }
    // Its head (with what stands above it), then what it consists of.
    const head = unit.findIndex((line, index) => index > 0 && !line.isInside && line.indent > first.indent);
    if (head < 0) {
      blocks.push({ kind: 'code', start: first.start, end: last.end });
      continue;
    }
    const headEnd = trimmedEnd(unit, head);
    blocks.push({ kind: 'code', start: first.start, end: headEnd });
    collect(text, unit.slice(head), comments, depth + 1, blocks);
  }
}

function trimmedEnd(lines: readonly Line[], before: number): number {
  let index = before - 1;
  while (index > 0 && lines[index]?.indent === -1) index--;
  return lines[index]?.end ?? 0;
}

/** Units at the least indentation there is; each without empty lines around it. */
function findUnits(text: string, lines: readonly Line[], comments: readonly string[]): Line[][] {
  let margin = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    // A bracket that closes what is around these lines stands further left.
    if (line.indent >= 0 && !line.isInside && !isClosing(text, line)) margin = Math.min(margin, line.indent);
  }
  const units: Line[][] = [];
  let unit: Line[] = [];
  /** Comments and decorators that wait for what they belong to. */
  let lead: Line[] = [];
  let hasBody = false;
  let isAfterBlank = false;
  let length = 0;

  const close = () => {
    while (unit.at(-1)?.indent === -1) unit.pop();
    if (unit.length > 0) units.push(unit);
    unit = [];
    hasBody = false;
    length = 0;
  };
  const add = (line: Line) => {
    unit.push(line);
    length += line.end - line.start;
  };

  for (const line of lines) {
    if (line.indent === -1 && !line.isInside) {
      if (lead.length > 0) {
        // A comment with an empty line under it stands alone.
        close();
        unit = lead;
        lead = [];
        close();
      }
      if (unit.length > 0) add(line);
      isAfterBlank = true;
      continue;
    }
    const continues = line.isInside || line.indent > margin || isClosing(text, line);
    if (lead.length > 0 && continues && lead.at(-1) !== undefined) {
      if (line.isInside) {
        lead.push(line);
        continue;
      }
      // What the comment stood over is indented after all.
      for (const waiting of lead) add(waiting);
      lead = [];
    }
    if (continues && unit.length > 0) {
      if (line.indent > margin) hasBody = true;
      add(line);
    } else if (!continues && isComment(text, line, comments)) {
      if (hasBody || isAfterBlank) close();
      lead.push(line);
    } else {
      // Statements in a row are one unit; what has a body, or stands after an empty line, is one of its own.
      if (lead.length > 0 || hasBody || isAfterBlank || length > maxRunLength) close();
      for (const waiting of lead) add(waiting);
      lead = [];
      add(line);
    }
    isAfterBlank = false;
  }
  close();
  unit = lead;
  close();
  return units;
}

/** The end of a block that stands under its beginning: brackets, `end`, `else`, a brace on a line of its own. */
function isClosing(text: string, line: Line): boolean {
  const first = text.slice(line.start, line.end).trimStart().slice(0, 12);
  return /^(?:[}\])]|\{\s*$|end\b|else\b|elif\b|elsif\b|elseif\b|except\b|catch\b|finally\b|rescue\b|ensure\b|fi\b|done\b|esac\b|<\/)/i.test(
    first,
  );
}

function isComment(text: string, line: Line, comments: readonly string[]): boolean {
  const start = text.slice(line.start, Math.min(line.end, line.start + 400)).trimStart();
  return (
    start.startsWith('/*') ||
    start.startsWith('<!--') ||
    start.startsWith('@') ||
    /^#\[/.test(start) ||
    comments.some((comment) => comment !== '' && start.toLowerCase().startsWith(comment))
  );
}
