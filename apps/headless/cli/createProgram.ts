import { defaultHome } from '@adiuva/host/files';
import { Command } from 'commander';
import { absolutePath } from './arguments.ts';
import type { CommandContext } from './commandContext.ts';
import { addFolderCommands } from './grammar/folders.ts';
import { addHostCommands } from './grammar/host.ts';
import { addJobCommands } from './grammar/jobs.ts';
import { addKnowledgeBaseCommands } from './grammar/knowledgeBases.ts';
import { addLibraryCommands } from './grammar/library.ts';
import { addModelCommands } from './grammar/models.ts';
import { addPeopleCommands } from './grammar/people.ts';
import { addQuestionCommands } from './grammar/questions.ts';
import { addRecordingCommands } from './grammar/recordings.ts';
import { type Act, withGlobals } from './grammar/shared.ts';
import { addTagCommands } from './grammar/tags.ts';
import { addTrustCommands } from './grammar/trust.ts';

export interface ProgramOptions {
  isJson: boolean;
  open(home: string): CommandContext;
}

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
  );
  addPeopleCommands(add, withGlobals(program.command('people').description('people and their voices')));
  addTrustCommands(add);
  addHostCommands(add);
  return program;
}
