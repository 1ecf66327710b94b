import { join } from 'node:path';
import { builtFileNames, builtRuntimeFolder, hasBuiltRuntime } from './builtRuntime.ts';
import { createLibraryAdapter, type LibrarySource } from './library/libraryAdapter.ts';
import { createBindingAdapter } from './packages/bindingAdapter.ts';
import { createNapiAdapter } from './packages/napiAdapter.ts';
import { fugoodPackage, mainFileOf } from './packages/platformPackages.ts';
import type { WhisperAdapter } from './whisperPort.ts';

export interface WhisperAdapterOptions {
  /** A built whisper.cpp, as an installer carries it; by default the one in the user's cache. */
  runtimeFolder?: string | undefined;
}

/** Every way of running Whisper, the best first; what is not on this machine has no devices. Nothing is loaded yet. */
export function createWhisperAdapters(options: WhisperAdapterOptions = {}): WhisperAdapter[] {
  const folder = options.runtimeFolder ?? builtRuntimeFolder();
  const built = createLibraryAdapter('built', hasBuiltRuntime(folder) ? [builtSource(folder)] : []);
  const library = createLibraryAdapter('library', prebuiltSources());
  const napi = createNapiAdapter();
  const binding = createBindingAdapter();
  // On ARM every build uses what the processor can do; on a PC the prebuilt library does not.
  return process.arch === 'arm64' ? [built, library, napi, binding] : [built, napi, library, binding];
}

function builtSource(folder: string): LibrarySource {
  const { whisper, ggml, ggmlBase } = builtFileNames();
  return {
    kinds: ['gpu', 'cpu'],
    files: {
      whisper: join(folder, whisper),
      ggml: join(folder, ggml),
      before: [join(folder, ggmlBase)],
      backendsFolder: folder,
    },
  };
}

/** Of Windows' packages the C functions are not to be reached. */
function prebuiltSources(): LibrarySource[] {
  if (process.platform === 'win32') return [];
  const source = (variant: 'default' | 'vulkan', kinds: LibrarySource['kinds']): LibrarySource[] => {
    const file = mainFileOf(fugoodPackage(variant));
    if (file === null) return [];
    return [{ kinds, files: { whisper: file, ggml: file, before: [], backendsFolder: null } }];
  };
  if (process.platform === 'darwin') return source('default', ['gpu', 'cpu']);
  return [...source('vulkan', ['gpu']), ...source('default', ['cpu'])];
}
