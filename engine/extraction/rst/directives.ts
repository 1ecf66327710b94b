import { dedent, endOfIndented } from '../flow/indentation.ts';
import type { Place, RstContext } from './context.ts';
import { plainText } from './inlineMarkup.ts';

type ReadBlocks = (lines: readonly string[], context: RstContext, place: Place) => void;

const code = new Set([
  'code',
  'code-block',
  'sourcecode',
  'parsed-literal',
  'literal',
  'math',
  'productionlist',
]);
/** Instructions to the program that sets the page. */
const silent =
  /^(?:contents|toctree|index|meta|highlight|role|default-role|sectnum|header|footer|class|target-notes|raw|unicode|date|tabularcolumns|currentmodule|module|py:currentmodule)$/;
/** They ask for another file, which is never read. */
const including = /^(?:include|literalinclude|graphviz|uml|plantuml)$/;
const admonitions =
  /^(?:note|warning|tip|important|danger|hint|attention|caution|error|seealso|todo|versionadded|versionchanged|deprecated|admonition)$/;

interface Options {
  values: Map<string, string>;
  content: string[];
}

export function readDirective(
  name: string,
  argument: string,
  body: readonly string[],
  context: RstContext,
  place: Place,
  readBlocks: ReadBlocks,
): void {
  const { writer } = context;
  const { values, content } = readOptions(body);
  if (including.test(name) && (content.length === 0 || values.has('file'))) {
    context.included++;
    return;
  }
  if (values.has('file') || values.has('url')) {
    context.included++;
    if (argument !== '') writer.block('caption', plainText(argument));
    return;
  }
  if (silent.test(name)) return;
  context.isAtStart = false;
  if (code.has(name) || including.test(name)) writer.block('code', content.join('\n'));
  else if (name === 'title') context.metadata.title ??= plainText(argument);
  else if (name === 'image' || name === 'figure') {
    const alt = values.get('alt');
    if (alt) writer.block('caption', plainText(alt));
    const caption = plainText(content.slice(0, endOfParagraph(content)).join(' '));
    if (caption !== '' && caption !== '..') writer.block('caption', caption);
    readBlocks(content.slice(endOfParagraph(content)), context, place);
  } else if (name === 'csv-table' || name === 'list-table' || name === 'table') {
    if (argument !== '') writer.block('caption', plainText(argument));
    if (name === 'table') readBlocks(content, context, place);
    else {
      const header = values.get('header');
      const lines = header ? [header, ...content] : content;
      const cells = name === 'csv-table' ? lines.map(csvCells) : listCells(content);
      writer.table(cells.map((row) => row.map(plainText)));
    }
  } else if (admonitions.test(name)) {
    const title = name === 'admonition' ? '' : `${name[0]?.toUpperCase()}${name.slice(1)}: `;
    const [first = ''] = content;
    const end = argument === '' && first !== '' ? endOfParagraph(content) : 0;
    const lead = argument === '' ? content.slice(0, end).join(' ') : argument;
    writer.block('paragraph', plainText(`${title}${lead}`));
    readBlocks(content.slice(end), context, place);
  } else {
    if (argument !== '') writer.block('paragraph', plainText(argument));
    readBlocks(content, context, place);
  }
}

function endOfParagraph(lines: readonly string[]): number {
  const blank = lines.findIndex((line) => line.trim() === '');
  return blank < 0 ? lines.length : blank;
}

function readOptions(body: readonly string[]): Options {
  const values = new Map<string, string>();
  let index = 0;
  for (; index < body.length; index++) {
    const option = /^:([\w-]{1,60}):[ \t]*(.*)$/.exec(body[index] ?? '');
    if (!option) break;
    values.set((option[1] ?? '').toLowerCase(), option[2] ?? '');
  }
  return { values, content: dedent(body.slice(index)) };
}

function csvCells(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)[ \t]*(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim());
  return cells;
}

/** Rows are the items of a list, cells the items of the lists in it. */
function listCells(content: readonly string[]): string[][] {
  const rows: string[][] = [];
  for (let index = 0; index < content.length; ) {
    const end = endOfIndented(content, index + 1, 0);
    const line = content[index] ?? '';
    if (/^[*+-][ \t]/.test(line)) {
      const items = dedent([` ${line.slice(1)}`, ...content.slice(index + 1, end)]);
      const cells: string[] = [];
      for (const item of items) {
        if (/^[*+-](?:[ \t]|$)/.test(item)) cells.push(item.slice(1).trim());
        else if (cells.length > 0) cells[cells.length - 1] += ` ${item.trim()}`;
      }
      rows.push(cells);
    }
    index = end;
  }
  return rows;
}
