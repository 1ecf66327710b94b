import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The whisper.cpp whose layouts `library/cTypes.ts` knows, and that is built. */
export const whisperVersion = '1.9.1';

/** Names of the files of a built whisper.cpp, all in one folder. */
export interface BuiltFiles {
  readonly whisper: string;
  readonly ggml: string;
  readonly ggmlBase: string;
  /** Its command line, for `npm run bench`. */
  readonly program: string;
}

export function builtFileNames(platform: NodeJS.Platform = process.platform): BuiltFiles {
  if (platform === 'win32')
    return {
      whisper: 'whisper.dll',
      ggml: 'ggml.dll',
      ggmlBase: 'ggml-base.dll',
      program: 'whisper-cli.exe',
    };
  const ending = platform === 'darwin' ? 'dylib' : 'so';
  return {
    whisper: `libwhisper.${ending}`,
    ggml: `libggml.${ending}`,
    ggmlBase: `libggml-base.${ending}`,
    program: 'whisper-cli',
  };
}

/**
 * Where a whisper.cpp that was built on this machine lies: in the user's cache, so that a checkout stays clean and the
 * next one finds it. A packaged application names its own folder instead.
 */
export function builtRuntimeFolder(): string {
  return (
    process.env.ADIUVA_WHISPER_RUNTIME ??
    join(cacheFolder(), 'adiuva', `whisper.cpp-${whisperVersion}-${process.platform}-${process.arch}`)
  );
}

/** Whether a build lies in a folder. */
export function hasBuiltRuntime(folder: string): boolean {
  const { whisper, ggml, ggmlBase } = builtFileNames();
  return [whisper, ggml, ggmlBase].every((name) => existsSync(join(folder, name)));
}

function cacheFolder(): string {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
}
