import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppTarget, appLink, readAppLink } from '@adiuva/contracts';
import { z } from 'zod';

/** What a start of the program, or a second one, asks for. */
export interface OpenRequest {
  /** Absolute, and there. */
  paths: string[];
  target: AppTarget | null;
  /** At login: nothing is shown. */
  isHidden: boolean;
}

/** What a second start hands to the first. */
export const startDataSchema = z.object({
  args: z.array(z.string().max(32_768)).max(10_000),
  folder: z.string().max(32_768),
});
export type StartData = z.infer<typeof startDataSchema>;

export const hiddenSwitch = '--hidden';

/**
 * Reads a command line: files, folders and `adiuva:` links; whatever else stands there is ignored. Of several links
 * the last counts.
 *
 * @param args without the program itself and, in a checkout, its folder
 */
export function readStart(
  { args, folder }: StartData,
  exists: (path: string) => boolean = existsSync,
): OpenRequest {
  const request: OpenRequest = { paths: [], target: null, isHidden: false };
  for (const argument of args) {
    if (argument === hiddenSwitch) request.isHidden = true;
    else if (isLink(argument)) request.target = readAppLink(argument) ?? request.target;
    else {
      const path = pathOf(argument, folder);
      if (path !== null && !request.paths.includes(path) && exists(path)) request.paths.push(path);
    }
  }
  return request;
}

/** What of the process's own command line is the person's. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  return argv.slice(isPackaged ? 1 : 2);
}

/** The command line that asks for the same. */
export function argumentsOf({ paths, target, isHidden }: OpenRequest): string[] {
  return [...(isHidden ? [hiddenSwitch] : []), ...paths, ...(target ? [appLink(target)] : [])];
}

/** File managers of Linux name files by address. */
function pathOf(argument: string, folder: string): string | null {
  if (argument === '' || argument.startsWith('-')) return null;
  if (/^file:/i.test(argument)) return fromFileAddress(argument);
  if (isAddress(argument)) return null;
  return isAbsolute(argument) ? argument : resolve(folder, argument);
}

/** Null for a file of another machine. */
function fromFileAddress(address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'file:' || url.host !== '') return null;
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

function isLink(text: string): boolean {
  return /^adiuva:/i.test(text);
}

/** Another program's address is no path, even where a folder of such a name could stand. */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}
