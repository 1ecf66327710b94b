import { toWireError } from '@adiuva/wire';
import { CommanderError } from 'commander';
import { findPlaces } from '../host/index.ts';
import type { CommandContext } from './commandContext.ts';
import { createCommandContext } from './commandContext.ts';
import { createProgram } from './createProgram.ts';
import { flushAndExit, printError, quietBrokenPipes } from './output.ts';
import { listenForStop } from './stopSignals.ts';

/** Runs one command line and ends the process: 0 done, 2 done but some files failed, 1 the command failed. */
export async function runCli(args: readonly string[], entry: string): Promise<void> {
  const isJson = wantsJson(args);
  quietBrokenPipes();
  const stop = listenForStop();
  let context: CommandContext | undefined;
  let exitCode = 0;
  try {
    const program = createProgram({
      isJson,
      open: (home) => {
        context = createCommandContext({ home, isJson, signal: stop.signal, places: findPlaces(entry) });
        return context;
      },
    });
    await program.parseAsync(args, { from: 'user' });
    exitCode = context?.exitCode() ?? 0;
  } catch (error) {
    exitCode = 1;
    if (error instanceof CommanderError) {
      // Its own words are already on stderr, or on stdout where help was asked for.
      if (error.exitCode === 0) exitCode = 0;
      else if (isJson) printError({ code: 'invalid_input', message: sentenceOf(error) }, isJson);
    } else printError(toWireError(error), isJson);
  }
  try {
    await context?.close();
  } catch (error) {
    exitCode ||= 1;
    printError(toWireError(error), false);
  }
  await flushAndExit(exitCode);
}

/** Known before the command line is parsed, so that even its own errors come out as JSON. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

/** Commander's own word for a command line without a command is none for people. */
function sentenceOf({ code, message }: CommanderError): string {
  return code === 'commander.help' ? 'No command was given; see --help.' : message.replace(/^error: /, '');
}
