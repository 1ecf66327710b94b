import { basename } from 'node:path';
import { describeLocator } from '@adiuva/contracts';
import type { SearchMode, SearchOutput, SearchResult } from '@adiuva/contracts/rpc';
import { requireWords } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, printable, style } from '../output.ts';

export interface SearchOptions {
  kb?: string;
  limit: number;
  mode: SearchMode;
  alpha?: number;
  type?: string;
  since?: number;
  until?: number;
  path?: string;
  language?: string;
  minScore?: number;
}

const passed = [
  'kb',
  'limit',
  'mode',
  'alpha',
  'type',
  'since',
  'until',
  'path',
  'language',
  'minScore',
] as const;

export async function search(
  context: CommandContext,
  words: readonly string[],
  options: SearchOptions,
): Promise<void> {
  const query = requireWords(words, 'query');
  const engine = await context.engine();
  const given = Object.fromEntries(
    passed.map((name) => [name, options[name]]).filter(([, value]) => value !== undefined),
  );
  const output = await engine.call('search.query', { query, ...given }, { signal: context.signal });
  context.result(output, () => describe(output));
}

function describe({ results, total, tookMs, mode }: SearchOutput): string[] {
  if (results.length === 0) return ['Nothing found.'];
  const lines = results.flatMap((result) => [...describeResult(result), '']);
  return [...lines, style('dim', `${results.length} of ${total}, ${mode}, ${Math.round(tookMs)} ms`)];
}

function describeResult({ rank, score, path, title, locator, snippet }: SearchResult): string[] {
  const where = describeLocator(locator, title);
  return [
    `${style('dim', `${rank}.`)} ${style('bold', oneLine(title ?? basename(path)))}  ${style('dim', score.toFixed(2))}`,
    style('dim', `   ${oneLine(path)}${where ? `  ${oneLine(where)}` : ''}`),
    `   ${marked(snippet).replace(/\s+/g, ' ').trim()}`,
  ];
}

function marked({ text, marks }: SearchResult['snippet']): string {
  let shown = '';
  let position = 0;
  for (const [start, end] of marks) {
    shown += printable(text.slice(position, start));
    shown += style('yellow', printable(text.slice(start, end)));
    position = end;
  }
  return shown + printable(text.slice(position));
}
