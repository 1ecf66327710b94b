import { presetNameSchema } from '@adiuva/contracts';
import { type Command, Option } from 'commander';
import type { CommandContext } from '../commandContext.ts';

/** What a command does with its arguments and options. */
export type Act<Options> = (
  context: CommandContext,
  args: readonly string[],
  options: Options,
) => Promise<void>;

/** Makes a command of the program, or of a group of its commands. */
export type Add = <Options>(
  usage: string,
  description: string,
  act: Act<Options>,
  placing?: { parent?: Command; isDefault?: boolean },
) => Command;

export function withGlobals(command: Command): Command {
  return command
    .option('--home <dir>', 'the data folder (or ADIUVA_HOME)')
    .option('--json', 'one JSON object on stdout');
}

export function knowledgeBase(description: string): Option {
  return new Option('--kb <name>', description);
}

export function preset(): Option {
  return new Option('--preset <preset>', 'how to cut the text').choices(presetNameSchema.options);
}

/** Commander has already refused a missing argument and a surplus one. */
export function only(args: readonly string[]): string {
  return args[0] ?? '';
}
