import { transcriptFormatSchema } from '@adiuva/contracts/rpc';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import type { AgainOptions, ExportOptions } from '../commands/recordings.ts';
import type { TranscribeOptions } from '../commands/transcribe.ts';
import { type Add, only } from './shared.ts';

export function addRecordingCommands(add: Add, parent: Command): void {
  add<TranscribeOptions>('transcribe <file>', 'turn speech into text', async (context, args, options) =>
    (await import('../commands/transcribe.ts')).transcribe(context, only(args), options),
  )
    .addOption(format().default('txt'))
    .option('--output <file>', 'write it there')
    .option('--model <id>', 'the speech model (see adiuva models)')
    .option('--language <language>', 'of two letters, or auto')
    .option('--vocabulary <text>', 'names and terms that are likely to be said')
    .addOption(new Option('--speakers <n>', 'how many speak').argParser(wholeNumber(1, 20)))
    .option('--no-speakers', 'tell nobody apart');
  const recordings = () => import('../commands/recordings.ts');
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
    'transcribe it once more',
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
}

function format(): Option {
  return new Option('--format <format>', 'of the text').choices(transcriptFormatSchema.options);
}
