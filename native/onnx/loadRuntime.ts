/**
 * onnxruntime-node is 60 ms and 25 MB of library: it loads with the first session and not with the process.
 * The variable must stand before that: from 1.29 on the library reports home unless it is told not to, and a
 * build that somebody swaps in shall not either. What the library would write to stderr by itself (a provider
 * whose driver is missing) reaches the caller as an error and is not said twice.
 *
 * @throws when there is no binary for this platform
 */
export async function loadRuntime() {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const runtime = await import('onnxruntime-node');
  runtime.env.logLevel = 'fatal';
  return runtime;
}
