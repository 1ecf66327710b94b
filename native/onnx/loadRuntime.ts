/**
 * onnxruntime-node is 60 ms and 25 MB of library: it loads with the first session and not with the process.
 * The variable must stand before that: from 1.29 on the library reports home unless it is told not to, and a
 * build that somebody swaps in shall not either.
 *
 * @throws when there is no binary for this platform
 */
export async function loadRuntime() {
  process.env.ORT_DISABLE_TELEMETRY = '1';
  return import('onnxruntime-node');
}
