import { documentOrderSchema, fileKindSchema } from '@adiuva/contracts/rpc';
import { Option } from 'commander';
import { fileKinds, wholeNumber } from '../arguments.ts';
import type { WatchOptions } from '../commands/folders.ts';
import type { IngestOptions } from '../commands/ingest.ts';
import type { ListOptions, ShowOptions } from '../commands/library.ts';
import { withFilters } from '../filterOptions.ts';
import { type Add, knowledgeBase, only, preset } from './shared.ts';

export function addLibraryCommands(add: Add): void {
  const library = () => import('../commands/library.ts');
  add<IngestOptions>('ingest <path...>', 'index files and folders', async (context, args, options) =>
    (await import('../commands/ingest.ts')).ingest(context, args, options),
  )
    .addOption(knowledgeBase('put them in this knowledge base'))
    .addOption(preset());
  add<WatchOptions>(
    'watch <folder>',
    'keep the library in line with a folder',
    async (context, args, options) =>
      (await import('../commands/folders.ts')).watch(context, only(args), options),
  )
    .addOption(knowledgeBase('put its files in this knowledge base'))
    .addOption(preset())
    .addOption(
      new Option(
        '--ignore <pattern>',
        'leave out what matches, in .gitignore syntax; may be given often (.adiuvaignore files in the folder work too)',
      ).argParser((line: string, before: string[] = []) => [...before, line]),
    )
    .addOption(
      new Option('--kinds <kinds>', `only these: ${fileKindSchema.options.join(',')}`).argParser(fileKinds),
    )
    .option('--once', 'bring it in line once and exit');
  withFilters(
    add<ListOptions>('list', 'list the documents', async (context, _args, options) =>
      (await library()).list(context, options),
    ),
  )
    .addOption(
      new Option('--status <status>', 'only in this state').choices([
        'pending',
        'indexed',
        'skipped',
        'failed',
      ]),
    )
    .addOption(new Option('--sort <order>', 'by what').choices(documentOrderSchema.options).default('path'))
    .option('--missing', 'those whose files are gone, which can still come back')
    .option('--desc', 'the other way round')
    .addOption(new Option('--limit <n>', 'most documents').argParser(wholeNumber(1, 100_000)))
    .addOption(new Option('--after <next>', 'the page after the one that ended with this'));
  add<ShowOptions>('show <id>', 'show one document with its chunks', async (context, args, options) =>
    (await library()).show(context, only(args), options),
  ).option('--no-chunks', 'leave its text out');
  add(
    'remove <target>',
    'take a document, or all under a folder, out of the library',
    async (context, args) => (await library()).remove(context, only(args)),
  );
  add(
    'keep <target>',
    'keep a document, or all under a folder, although the file is gone',
    async (context, args) => (await library()).keep(context, only(args)),
  );
}
