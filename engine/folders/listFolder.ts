import { Buffer, isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { opendir, readdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { hasCode, throwIfAborted, yieldToEventLoop } from '#base';

export interface FolderEntry {
  /** Null where it is not Unicode; `shown` stands for it then. */
  name: string | null;
  shown: string;
  type: 'file' | 'folder' | 'other';
}

export interface FolderListing {
  isEmpty: boolean;
  hasFile(test: (name: string) => boolean): boolean;
  entries(): Generator<FolderEntry>;
}

const entriesPerRead = 256;
/** Runs of this many are sorted at once. */
const runLength = 2048;

/**
 * The entries of a folder in the order that their paths, and those of everything in them, have in the database. Links are
 * left out. A folder of 100,000 holds the event loop nowhere.
 *
 * @throws what `opendir` throws; AppError `cancelled`
 */
export async function listFolder(path: string, signal: AbortSignal): Promise<FolderListing> {
  const keys = await mergeRuns(await readRuns(path, signal));
  return {
    isEmpty: keys.length === 0,
    hasFile: (test) => keys.some((key) => !key.endsWith(sep) && test(key)),
    entries: () => readEntries(keys),
  };
}

/**
 * A letter a byte: a name that is not Unicode would come out changed, and two of them alike. Where the file system does
 * not tell types Node looks each name up, and does not find those letters: then names are read as bytes, which weighs more.
 */
async function readRuns(path: string, signal: AbortSignal): Promise<string[][]> {
  try {
    return await sortRuns(readByLetter(path), signal);
  } catch (error) {
    if (hasCode(error, 'cancelled')) throw error;
    return sortRuns(await readByBytes(path), signal);
  }
}

async function* readByLetter(path: string): AsyncGenerator<string | null> {
  const folder = await opendir(path, { encoding: 'latin1', bufferSize: entriesPerRead });
  for await (const entry of folder) yield toKey(entry, entry.name);
}

async function readByBytes(path: string): Promise<(string | null)[]> {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
  return entries.map((entry) => toKey(entry, entry.name.toString('latin1')));
}

/** One string an entry: letters that stand for bytes compare as the bytes do. */
function toKey(
  entry: Pick<Dirent, 'isSymbolicLink' | 'isDirectory' | 'isFile'>,
  name: string,
): string | null {
  if (entry.isSymbolicLink()) return null;
  if (entry.isDirectory()) return name + sep;
  return entry.isFile() ? name : `${name}\0`;
}

async function sortRuns(
  keys: AsyncIterable<string | null> | Iterable<string | null>,
  signal: AbortSignal,
): Promise<string[][]> {
  const runs: string[][] = [];
  let run: string[] = [];
  for await (const key of keys) {
    if (key === null || run.push(key) < runLength) continue;
    throwIfAborted(signal);
    runs.push(run.sort());
    run = [];
  }
  runs.push(run.sort());
  return runs;
}

async function mergeRuns(runs: string[][]): Promise<string[]> {
  let left = runs;
  while (left.length > 1) {
    const merged: string[][] = [];
    for (let index = 0; index < left.length; index += 2) {
      const [a = [], b = []] = [left[index], left[index + 1]];
      merged.push(b.length === 0 ? a : mergeTwo(a, b));
      await yieldToEventLoop();
    }
    left = merged;
  }
  return left[0] ?? [];
}

function mergeTwo(a: readonly string[], b: readonly string[]): string[] {
  const merged: string[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return merged;
    if (y === undefined || (x !== undefined && x <= y)) {
      merged.push(x as string);
      i++;
    } else {
      merged.push(y);
      j++;
    }
  }
}

/** Kept as bare strings: a list of 100,000 objects would weigh more than all else of a scan. */
function* readEntries(keys: readonly string[]): Generator<FolderEntry> {
  for (const key of keys) {
    const type = key.endsWith(sep) ? 'folder' : key.endsWith('\0') ? 'other' : 'file';
    const raw = type === 'file' ? key : key.slice(0, -1);
    if (/^[\x20-\x7e]*$/.test(raw)) yield { name: raw, shown: raw, type };
    else yield { ...decode(raw), type };
  }
}

function decode(raw: string): Pick<FolderEntry, 'name' | 'shown'> {
  const bytes = Buffer.from(raw, 'latin1');
  if (isUtf8(bytes)) {
    const name = bytes.toString();
    return { name, shown: name };
  }
  // Its odd bytes as \xNN, so that each such file has an outcome of its own.
  const shown = [...raw]
    .map((letter) => (letter > '~' ? `\\x${letter.charCodeAt(0).toString(16)}` : letter))
    .join('');
  return { name: null, shown };
}
