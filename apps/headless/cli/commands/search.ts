import { basename } from 'node:path';
import { describeLocator, plainTable } from '@adiuva/contracts';
import type { SearchMode, SearchOutput, SearchResult } from '@adiuva/contracts/rpc';
import { requireWords } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { type FilterOptions, readFilters } from '../filterOptions.ts';
import { oneLine, printable, style } from '../output.ts';

export interface SearchOptions extends FilterOptions {
  limit: number;
  mode: SearchMode;
  alpha?: number;
  minScore?: number;
}

export async function search(
  context: CommandContext,
  words: readonly string[],
  options: SearchOptions,
): Promise<void> {
  const query = requireWords(words, 'query');
  const engine = await context.engine();
  const { limit, mode, alpha, minScore } = options;
  const output = await engine.call(
    'search.query',
    {
      ...{ query, limit, mode, ...readFilters(options) },
      ...(alpha !== undefined && { alpha }),
      ...(minScore !== undefined && { minScore }),
    },
    { signal: context.signal },
  );
  context.result(output, () => describe(output));
}

function describe({ results, total, tookMs, mode }: SearchOutput): string[] {
  if (results.length === 0) return ['Nothing found.'];
  const lines = results.flatMap((result) => [...describeResult(result), '']);
  return [...lines, style('dim', `${results.length} of ${total}, ${mode}, ${Math.round(tookMs)} ms`)];
}

function describeResult({ rank, score, path, title, locator, snippet }: SearchResult): string[] {
  const place = [path, describeLocator(locator, title)].filter((words) => words !== '').join(' › ');
  return [
    `${style('dim', `${rank}.`)} ${style('bold', oneLine(title ?? basename(path)))}  ${style('dim', score.toFixed(2))}`,
    style('dim', `   ${oneLine(place)}`),
    `   ${marked(snippet).replace(/\s+/g, ' ').trim()}`,
  ];
}

function marked({ text: given, marks }: SearchResult['snippet']): string {
  const text = plainTable(given);
  let shown = '';
  let position = 0;
  for (const [start, end] of marks) {
    shown += printable(text.slice(position, start));
    shown += style('yellow', printable(text.slice(start, end)));
    position = end;
  }
  return shown + printable(text.slice(position));
}
