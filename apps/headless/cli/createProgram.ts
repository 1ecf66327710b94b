import { presetNameSchema } from '@adiuva/contracts';
import {
  auditKindSchema,
  documentOrderSchema,
  fileKindSchema,
  searchModeSchema,
  transcriptFormatSchema,
} from '@adiuva/contracts/rpc';
import { defaultHome } from '@adiuva/host/files';
import { Command, Option } from 'commander';
import { absolutePath, fileKinds, fraction, wholeNumber } from './arguments.ts';
import type { CommandContext } from './commandContext.ts';
import type { AskOptions } from './commands/ask.ts';
import type { AuditOptions } from './commands/audit.ts';
import type { TargetOptions, WatchOptions } from './commands/folders.ts';
import type { IngestOptions } from './commands/ingest.ts';
import type { RetryOptions } from './commands/jobs.ts';
import type { ListOptions, ShowOptions } from './commands/library.ts';
import type { AgainOptions, ExportOptions } from './commands/recordings.ts';
import type { SearchOptions } from './commands/search.ts';
import type { TranscribeOptions } from './commands/transcribe.ts';
import { withFilters } from './filterOptions.ts';

export interface ProgramOptions {
  isJson: boolean;
  open(home: string): CommandContext;
}

type Act<Options> = (context: CommandContext, args: readonly string[], options: Options) => Promise<void>;

/** The grammar of the command line. What a command does is loaded when it is the one that was asked for. */
export function createProgram({ isJson, open }: ProgramOptions): Command {
  const program = new Command('adiuva')
    .description('Reads your documents on your own machine, makes them searchable, answers with citations.')
    .configureOutput({
      // With --json a mistake on the command line is told once, by whoever runs this.
      writeErr: (text) => void (isJson || process.stderr.write(text)),
      writeOut: (text) => void (isJson ? process.stderr : process.stdout).write(text),
    })
    .exitOverride()
    .showSuggestionAfterError();
  withGlobals(program);

  /** Commander gives its own inheritance of output and exit only to commands made by `command()`. */
  function add<Options>(
    usage: string,
    description: string,
    act: Act<Options>,
    { parent = program, isDefault = false }: { parent?: Command; isDefault?: boolean } = {},
  ): Command {
    const command = withGlobals(parent.command(usage, { isDefault }).description(description));
    return command.action(async () => {
      const options = command.optsWithGlobals<Options & { home?: string }>();
      const context = open(options.home === undefined ? defaultHome() : absolutePath(options.home));
      await act(context, command.args, options);
    });
  }

  addLibraryCommands(add);
  addFolderCommands(add, withGlobals(program.command('folders').description('the watched folders')));
  addKnowledgeBaseCommands(add, withGlobals(program.command('kb').description('the knowledge bases')));
  addQuestionCommands(add);
  addModelCommands(add, withGlobals(program.command('models').description('the models on this machine')));
  addTagCommands(add, withGlobals(program.command('tag').description('tags on documents')));
  addJobCommands(add, withGlobals(program.command('jobs').description('the work in the background')));
  addRecordingCommands(
    add,
    withGlobals(program.command('recordings').description('recordings and who speaks in them')),
    withGlobals(program.command('people').description('people and their voices')),
  );
  addTrustCommands(add);
  addHostCommands(add);
  return program;
}

type Add = <Options>(
  usage: string,
  description: string,
  act: Act<Options>,
  placing?: { parent?: Command; isDefault?: boolean },
) => Command;

function addLibraryCommands(add: Add): void {
  const library = () => import('./commands/library.ts');
  add<IngestOptions>('ingest <path...>', 'index files and folders', async (context, args, options) =>
    (await import('./commands/ingest.ts')).ingest(context, args, options),
  )
    .addOption(knowledgeBase('put them in this knowledge base'))
    .addOption(preset());
  add<WatchOptions>(
    'watch <folder>',
    'keep the library in line with a folder',
    async (context, args, options) =>
      (await import('./commands/folders.ts')).watch(context, only(args), options),
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

function addFolderCommands(add: Add, parent: Command): void {
  const folders = () => import('./commands/folders.ts');
  const inBase = () => knowledgeBase('only as watched for this knowledge base');
  add('list', 'list the watched folders', async (context) => (await folders()).listFolders(context), {
    parent,
    isDefault: true,
  });
  for (const verb of ['pause', 'resume'] as const)
    add<TargetOptions>(
      `${verb} <folder>`,
      verb === 'pause' ? 'leave its changes alone for now' : 'follow its changes again',
      async (context, args, options) => (await folders()).changeFolder(context, verb, only(args), options),
      { parent },
    ).addOption(inBase());
  add<TargetOptions & { documents?: boolean }>(
    'remove <folder>',
    'no longer watch a folder',
    async (context, args, options) => (await folders()).removeFolder(context, only(args), options),
    { parent },
  )
    .addOption(inBase())
    .option('--documents', 'take its documents out of the library too');
  add<TargetOptions>(
    'excluded <folder>',
    'what was removed from the library although it lies in a watched folder',
    async (context, args, options) => (await folders()).listExcluded(context, only(args), options),
    { parent },
  ).addOption(inBase());
  add<TargetOptions>(
    'include <folder> [path...]',
    'take back into the library what was removed: these paths, or everything',
    async (context, args, options) => (await folders()).include(context, args, options),
    { parent },
  ).addOption(inBase());
  add(
    'grace [days]',
    'for how long a document whose file is gone can come back as it was',
    async (context, args) => (await folders()).grace(context, args[0]),
    { parent },
  );
}

function addKnowledgeBaseCommands(add: Add, parent: Command): void {
  const bases = () => import('./commands/knowledgeBases.ts');
  add('list', 'list the knowledge bases', async (context) => (await bases()).listKnowledgeBases(context), {
    parent,
    isDefault: true,
  });
  add(
    'create <name>',
    'make an empty one',
    async (context, args) => (await bases()).createKnowledgeBase(context, only(args)),
    { parent },
  );
  add(
    'rename <name> <new-name>',
    'give one another name',
    async (context, args) => (await bases()).renameKnowledgeBase(context, args),
    { parent },
  );
  add(
    'remove <name>',
    'take one out of the library with its documents and watched folders',
    async (context, args) => (await bases()).removeKnowledgeBase(context, only(args)),
    { parent },
  );
  add(
    'move <kb> <document...>',
    'put documents, by id or path, into another knowledge base',
    async (context, args) => (await bases()).move(context, args),
  );
  add<{ limit: number }>(
    'similar <document>',
    'the documents that say most like it, by id or path',
    async (context, args, options) => (await bases()).similar(context, only(args), options),
  ).addOption(new Option('--limit <n>', 'most documents').argParser(wholeNumber(1, 50)).default(10));
}

function addQuestionCommands(add: Add): void {
  withFilters(
    add<SearchOptions>('search <query...>', 'find passages', async (context, args, options) =>
      (await import('./commands/search.ts')).search(context, args, options),
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
    async (context, args, options) => (await import('./commands/ask.ts')).ask(context, args, options),
  )
    .addOption(knowledgeBase('ask only this knowledge base'))
    .addOption(new Option('--model <model>', 'extractive, or PROVIDER:MODEL'));
}

function addModelCommands(add: Add, parent: Command): void {
  add<{ auto?: boolean }>(
    'ocr [language...]',
    'languages of text recognition: show them, or choose (eng, deu)',
    async (context, args, options) =>
      (await import('./commands/ocr.ts')).ocrLanguages(context, args, options),
  ).option('--auto', 'as documents and system suggest');
  const models = () => import('./commands/models.ts');
  add('list', 'list the models', async (context) => (await models()).listModels(context), {
    parent,
    isDefault: true,
  });
  add(
    'install <id>',
    'download a model',
    async (context, args) => (await models()).installModel(context, only(args)),
    { parent },
  );
  add<{ id?: string }>(
    'import <path>',
    'take a model from a file or folder',
    async (context, args, options) => (await models()).importModel(context, only(args), options),
    { parent },
  ).option('--id <id>', 'which model it is, where its name does not say');
  add(
    'remove <id>',
    "delete a model's files",
    async (context, args) => (await models()).removeModel(context, only(args)),
    { parent },
  );
  add(
    'use <id>',
    'embed the library with this model from now on',
    async (context, args) => (await models()).useModel(context, only(args)),
    { parent },
  );
}

function addTagCommands(add: Add, parent: Command): void {
  const tags = () => import('./commands/tag.ts');
  add<{ kb?: string }>(
    'list',
    'list the tags',
    async (context, _args, options) => (await tags()).listTags(context, options),
    { parent, isDefault: true },
  ).addOption(knowledgeBase('only of this knowledge base'));
  add(
    'add <tag> <document...>',
    'tag documents, by id or path, or all under a folder',
    async (context, args) => (await tags()).changeTag(context, 'add', args),
    { parent },
  );
  add(
    'remove <tag> <document...>',
    'take a tag from documents',
    async (context, args) => (await tags()).changeTag(context, 'remove', args),
    { parent },
  );
  add(
    'rename <tag> <name>',
    'give a tag another name on all documents',
    async (context, args) => (await tags()).renameTag(context, args),
    { parent },
  );
}

function addJobCommands(add: Add, parent: Command): void {
  const jobs = () => import('./commands/jobs.ts');
  add('list', 'list the jobs', async (context) => (await jobs()).listJobs(context), {
    parent,
    isDefault: true,
  });
  add(
    'show <id>',
    'show a job and the stages of its tries',
    async (context, args) => (await jobs()).showJob(context, only(args)),
    { parent },
  );
  add('cancel <id>', 'cancel a job', async (context, args) => (await jobs()).cancelJob(context, only(args)), {
    parent,
  });
  add<RetryOptions>(
    'retry [id]',
    'try a job again, or all that failed',
    async (context, args, options) => (await jobs()).retryJobs(context, args[0], options),
    { parent },
  )
    .option('--all', 'all that failed or were given up')
    .addOption(
      new Option('--state <state>', 'with --all: only those that ended so').choices([
        'failed',
        'dead',
        'cancelled',
      ]),
    );
  for (const verb of ['pause', 'resume'] as const)
    add(
      verb,
      verb === 'pause' ? 'put down what runs, and begin nothing until it is resumed' : 'go on with the work',
      async (context) => (await jobs()).holdJobs(context, verb),
      { parent },
    );
}

function addTrustCommands(add: Add): void {
  add<AuditOptions>(
    'audit',
    'who changed what, and what left this machine',
    async (context, _args, options) => (await import('./commands/audit.ts')).audit(context, options),
  )
    .addOption(new Option('--kind <kind>', 'only these').choices(auditKindSchema.options))
    .addOption(new Option('--limit <n>', 'most entries').argParser(wholeNumber(1, 1000)).default(50))
    .addOption(new Option('--after <next>', 'the page after the one that ended with this'));
  add('settings [name] [value]', 'show the settings, or change one (isOffline true)', async (context, args) =>
    (await import('./commands/settings.ts')).settings(context, args[0], args[1]),
  );
}

function addHostCommands(add: Add): void {
  const backups = () => import('./commands/backup.ts');
  add<{ port: number }>(
    'serve',
    'open Adiuva in a browser on this machine',
    async (context, _args, options) => (await import('./commands/serve.ts')).serve(context, options),
  ).addOption(
    new Option('--port <n>', 'TCP port; 0 picks a free one').argParser(wholeNumber(0, 65_535)).default(0),
  );
  add('mcp', 'speak the Model Context Protocol on stdin and stdout', async (context) =>
    (await import('./commands/mcp.ts')).mcp(context),
  );
  add('doctor', 'check that everything works', async (context) =>
    (await import('./commands/doctor.ts')).doctor(context),
  );
  add('backup <file>', 'write the library to one file', async (context, args) =>
    (await backups()).backup(context, only(args)),
  );
  add('restore <file>', 'bring a library back from a backup', async (context, args) =>
    (await backups()).restore(context, only(args)),
  );
}

function addRecordingCommands(add: Add, parent: Command, people: Command): void {
  add<TranscribeOptions>('transcribe <file>', 'turn speech into text', async (context, args, options) =>
    (await import('./commands/transcribe.ts')).transcribe(context, only(args), options),
  )
    .addOption(format().default('txt'))
    .option('--output <file>', 'write it there')
    .option('--model <id>', 'the speech model (see adiuva models)')
    .option('--language <language>', 'of two letters, or auto')
    .option('--vocabulary <text>', 'names and terms that are likely to be said')
    .addOption(new Option('--speakers <n>', 'how many speak').argParser(wholeNumber(1, 20)))
    .option('--no-speakers', 'tell nobody apart');
  const recordings = () => import('./commands/recordings.ts');
  add(
    'show <document>',
    'what is known of a recording, by id or path',
    async (context, args) => (await recordings()).showRecording(context, only(args)),
    { parent },
  );
  add<ExportOptions>(
    'export <document>',
    'its transcript as a text',
    async (context, args, options) => (await recordings()).exportTranscript(context, only(args), options),
    { parent },
  )
    .addOption(format().default('txt'))
    .option('--output <file>', 'write it there');
  add(
    'name <document> <speaker> [name]',
    'give a speaker a name, or take it away',
    async (context, args) => (await recordings()).nameSpeaker(context, args),
    { parent },
  );
  add(
    'merge <document> <from> <into>',
    'two speakers that are one person',
    async (context, args) => (await recordings()).mergeSpeakers(context, args),
    { parent },
  );
  add<AgainOptions>(
    'again <document>',
    'transcribe it once more, in the background',
    async (context, args, options) => (await recordings()).transcribeAgain(context, only(args), options),
    { parent },
  )
    .option('--model <id>', 'the speech model')
    .option('--language <language>', 'of two letters, or auto')
    .addOption(new Option('--speakers <n>', 'how many speak').argParser(wholeNumber(1, 20)));
  add<{ template: string }>(
    'summarise <document>',
    'a summary with decisions and follow-ups, by the language model',
    async (context, args, options) => (await recordings()).summarise(context, only(args), options),
    { parent },
  ).option('--template <id>', 'what it is to hold', 'meeting');
  const persons = () => import('./commands/people.ts');
  add('list', 'list the people', async (context) => (await persons()).listPeople(context), {
    parent: people,
    isDefault: true,
  });
  add(
    'show <person>',
    'where somebody speaks and is named, by id or name',
    async (context, args) => (await persons()).showPerson(context, only(args)),
    { parent: people },
  );
  add(
    'rename <person> <name>',
    'in every transcript',
    async (context, args) => (await persons()).renamePerson(context, args),
    { parent: people },
  );
  add(
    'merge <from> <into>',
    'two entries that are one person',
    async (context, args) => (await persons()).mergePeople(context, args),
    { parent: people },
  );
  add<{ forgetName?: boolean }>(
    'remove <person>',
    'forget a person and the voice',
    async (context, args, options) => (await persons()).removePerson(context, only(args), options),
    { parent: people },
  ).option('--forget-name', 'take the name out of transcripts too');
  add(
    'forget-voices',
    'delete every voice that is kept, for good',
    async (context) => (await persons()).forgetVoices(context),
    { parent: people },
  );
}

function format(): Option {
  return new Option('--format <format>', 'of the text').choices(transcriptFormatSchema.options);
}

function withGlobals(command: Command): Command {
  return command
    .option('--home <dir>', 'the data folder (or ADIUVA_HOME)')
    .option('--json', 'one JSON object on stdout');
}

function knowledgeBase(description: string): Option {
  return new Option('--kb <name>', description);
}

function preset(): Option {
  return new Option('--preset <preset>', 'how to cut the text').choices(presetNameSchema.options);
}

/** Commander has already refused a missing argument and a surplus one. */
function only(args: readonly string[]): string {
  return args[0] ?? '';
}
