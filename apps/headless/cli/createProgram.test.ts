import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import type { CommandContext } from './commandContext.ts';
import { createProgram } from './createProgram.ts';

/** Parses a command line up to where the data folder would be opened. */
async function homeOf(...args: string[]): Promise<string> {
  let found: string | undefined;
  const stop = new Error('far enough');
  const program = createProgram({
    isJson: true,
    open: (home): CommandContext => {
      found = home;
      throw stop;
    },
  });
  await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
    if (error !== stop) throw error;
  });
  if (found === undefined) throw new Error('No command ran.');
  return found;
}

describe('the grammar of the command line', () => {
  it.each([
    ['ingest', 'a', 'b', '--kb', 'Work', '--preset', 'qa'],
    ['search', 'two', 'words', '--mode', 'keyword', '--alpha', '0.3', '--type', 'pdf', '--min-score', '0.2'],
    ['search', 'x', '--since', '2026-01-31', '--until', '2w', '--limit', '200'],
    [
      'search',
      'x',
      '--tag',
      'a',
      '--tag',
      'b',
      '--author',
      'ann',
      '--meta',
      'from=bob',
      '--created-since',
      '1y',
    ],
    ['list', '--sort', 'date', '--desc', '--type', 'image', '--tag', 'a', '--after', 'x'],
    ['show', 'id', '--no-chunks'],
    ['tag'],
    ['tag', 'add', 'work', 'a.pdf', 'b.pdf'],
    ['tag', 'remove', 'work', 'folder'],
    ['tag', 'rename', 'work', 'Office'],
    ['ask', 'what is it?', '--kb', 'Work', '--model', 'ollama:llama3.2'],
    ['list'],
    ['show', 'id'],
    ['remove', 'id'],
    ['watch', 'folder', '--once'],
    ['watch', 'folder', '--ignore', '*.log', '--ignore', 'old/', '--kinds', 'documents,mail'],
    ['folders'],
    ['folders', 'pause', 'folder', '--kb', 'Work'],
    ['folders', 'resume', '1'],
    ['folders', 'remove', 'folder', '--documents'],
    ['folders', 'grace', '14'],
    ['folders', 'excluded', 'folder'],
    ['folders', 'include', 'folder', 'a.pdf', 'b.pdf', '--kb', 'Work'],
    ['kb'],
    ['kb', 'create', 'Work'],
    ['kb', 'rename', 'Work', 'Office'],
    ['kb', 'remove', 'Work'],
    ['move', 'Work', 'a.pdf', 'id'],
    ['similar', 'a.pdf', '--limit', '3'],
    ['list', '--missing'],
    ['keep', 'id'],
    ['jobs'],
    ['jobs', 'retry', '1'],
    ['jobs', 'cancel', '1'],
    ['jobs', 'show', '1'],
    ['jobs', 'retry', '--all', '--state', 'dead'],
    ['jobs', 'pause'],
    ['jobs', 'resume'],
    ['audit', '--kind', 'sent', '--limit', '5', '--after', '7'],
    ['settings'],
    ['settings', 'isOffline', 'true'],
    ['models'],
    ['models', 'install', 'bge-m3'],
    ['models', 'import', 'folder', '--id', 'bge-m3'],
    ['models', 'remove', 'bge-m3'],
    ['models', 'use', 'builtin'],
    ['serve', '--port', '0'],
    ['mcp'],
    ['doctor'],
    ['backup', 'file'],
    ['restore', 'file'],
    ['transcribe', 'file', '--format', 'srt'],
  ])('takes its global options before and after: %s %s', async (...args) => {
    const given = args.filter((arg) => arg !== undefined);
    await expect(homeOf('--home', '/tmp/before', '--json', ...given)).resolves.toBe('/tmp/before');
    await expect(homeOf(...given, '--json', '--home', '/tmp/after')).resolves.toBe('/tmp/after');
  });

  it.each([
    ['an unknown option', ['list', '--frobnicate']],
    ['a missing argument', ['search']],
    ['a missing value', ['search', 'x', '--kb']],
    ['a surplus argument', ['show', 'a', 'b']],
    ['no results at all', ['search', 'x', '--limit', '0']],
    ['a limit that is no number', ['search', 'x', '--limit', '1e2']],
    ['a share over 1', ['search', 'x', '--alpha', '1.1']],
    ['a share of nothing', ['search', 'x', '--min-score', '']],
    ['a date that is none', ['search', 'x', '--since', 'soon']],
    ['a day that no month has', ['search', 'x', '--since', '2026-02-30']],
    ['an unknown mode', ['search', 'x', '--mode', 'psychic']],
    ['an order there is not', ['list', '--sort', 'beauty']],
    ['a tag on nothing', ['tag', 'add', 'work']],
    ['metadata without a name', ['search', 'x', '--meta', '=bob']],
    ['a move of nothing', ['move', 'Work']],
    ['an end there is not', ['jobs', 'retry', '--all', '--state', 'done']],
    ['a kind of entry there is not', ['audit', '--kind', 'read']],
    ['a port out of range', ['serve', '--port', '65536']],
  ])('refuses %s', async (_name, args) => {
    const failure = await homeOf(...args).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommanderError);
    expect((failure as CommanderError).exitCode).toBe(1);
  });
});
