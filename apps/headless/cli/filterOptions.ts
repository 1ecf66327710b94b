import type { SearchFilters } from '@adiuva/contracts/rpc';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseMoment } from './arguments.ts';

/** What list and search are narrowed by, as commander reads it. */
export interface FilterOptions {
  kb?: string;
  type?: string;
  tag?: string[];
  since?: number;
  until?: number;
  createdSince?: number;
  createdUntil?: number;
  path?: string;
  language?: string;
  author?: string;
  meta?: Record<string, string>;
}

/** Adds the options of FilterOptions to a command. */
export function withFilters(command: Command): Command {
  const moment = (edge: 'since' | 'until') => (text: string) => parseMoment(text, edge);
  return command
    .addOption(new Option('--kb <name>', 'only in this knowledge base'))
    .addOption(new Option('--type <type>', 'pdf, mail, image, or a media type; also of files inside files'))
    .addOption(new Option('--tag <tag>', 'with this tag; several: with all of them').argParser(collect))
    .addOption(
      new Option('--since <date>', 'changed since: 2026-03-31, or 7d for a week').argParser(moment('since')),
    )
    .addOption(new Option('--until <date>', 'changed until').argParser(moment('until')))
    .addOption(
      new Option('--created-since <date>', 'written since, by what it says').argParser(moment('since')),
    )
    .addOption(new Option('--created-until <date>', 'written until').argParser(moment('until')))
    .addOption(new Option('--path <text>', 'under this folder, or with this in the path'))
    .addOption(new Option('--language <code>', 'ISO 639-1: en, it, ko'))
    .addOption(new Option('--author <text>', 'with this in the author'))
    .addOption(
      new Option('--meta <name=text>', 'with this in what it says of itself: from=anna').argParser(
        collectPairs,
      ),
    );
}

/** The filters that were given, as the engine takes them. */
export function readFilters(options: FilterOptions): SearchFilters {
  const { kb, type, tag, since, until, createdSince, createdUntil, path, language, author, meta } = options;
  const metadata = { ...meta, ...(author !== undefined && { author }) };
  const given = { kb, type, tags: tag, since, until, createdSince, createdUntil, path, language };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function collect(text: string, before: string[] | undefined): string[] {
  if (text.trim() === '') throw new InvalidArgumentError('Give the name of a tag.');
  return [...(before ?? []), text];
}

function collectPairs(text: string, before: Record<string, string> | undefined): Record<string, string> {
  const at = text.indexOf('=');
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (at < 1 || name === '' || value === '')
    throw new InvalidArgumentError('Give a name and what to look for: from=anna.');
  return { ...before, [name]: value };
}
