import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** @fugood's packages name platforms as Node does; the ones for graphics have `-vulkan` at their end. */
export function fugoodPackage(variant: 'default' | 'vulkan'): string {
  return `@fugood/node-whisper-${process.platform}-${process.arch}${variant === 'default' ? '' : '-vulkan'}`;
}

/** Prebuilt for these alone. */
const napiPackages: Readonly<Record<string, string>> = {
  'linux-x64': '@napi-rs/whisper-linux-x64-gnu',
  'darwin-x64': '@napi-rs/whisper-darwin-x64',
  'darwin-arm64': '@napi-rs/whisper-darwin-arm64',
};

export function napiPackage(): string | null {
  return napiPackages[`${process.platform}-${process.arch}`] ?? null;
}

/** The file that a package of native code is loaded from; null where it is not installed. */
export function mainFileOf(name: string): string | null {
  try {
    const manifest = require.resolve(`${name}/package.json`);
    const { main } = require(manifest) as { main?: string };
    return join(dirname(manifest), main ?? 'index.node');
  } catch {
    return null;
  }
}

/** What a package of native code gives. @throws the loader's Error */
export function loadPackage(name: string): unknown {
  return require(name);
}
