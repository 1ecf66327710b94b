import { searchModeSchema } from '@adiuva/contracts/rpc';
import { Option } from 'commander';
import { fraction, wholeNumber } from '../arguments.ts';
import type { AskOptions } from '../commands/ask.ts';
import type { SearchOptions } from '../commands/search.ts';
import { withFilters } from '../filterOptions.ts';
import { type Add, knowledgeBase } from './shared.ts';

export function addQuestionCommands(add: Add): void {
  withFilters(
    add<SearchOptions>('search <query...>', 'find passages', async (context, args, options) =>
      (await import('../commands/search.ts')).search(context, args, options),
    ),
  )
    .addOption(new Option('--limit <n>', 'most results').argParser(wholeNumber(1, 200)).default(10))
    .addOption(
      new Option('--mode <mode>', 'how to search').choices(searchModeSchema.options).default('hybrid'),
    )
    .addOption(new Option('--alpha <share>', 'weight of the semantic side, 0 to 1').argParser(fraction))
    .addOption(new Option('--min-score <score>', 'leave weaker results out, 0 to 1').argParser(fraction));
  add<AskOptions>(
    'ask <question...>',
    'answer from the library, with citations',
    async (context, args, options) => (await import('../commands/ask.ts')).ask(context, args, options),
  )
    .addOption(knowledgeBase('ask only this knowledge base'))
    .addOption(new Option('--model <model>', 'extractive, or PROVIDER:MODEL'));
}
