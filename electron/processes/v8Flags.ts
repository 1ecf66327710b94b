/**
 * V8's bookkeeping for memory protection keys aborts a process now and then when WebAssembly and threads come and go
 * (nodejs/node#64500): for every process, windows included.
 */
export const everywhereFlags: readonly string[] = ['--no-memory-protection-keys'];

/**
 * As plain Node is started for the engine (scripts/runtime.mjs says why), but for what Chromium's newer V8 does by
 * itself. A flag that a V8 does not know is left out by it.
 */
export const engineFlags: readonly string[] = [
  ...everywhereFlags,
  '--max-semi-space-size=4',
  '--heap-growing-percent=30',
];

/** The one switch by which a Chromium process hands flags to its V8. */
export function jsFlags(flags: readonly string[]): string {
  return `--js-flags=${flags.join(' ')}`;
}
