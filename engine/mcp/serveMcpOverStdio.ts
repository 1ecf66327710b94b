import { pipeline, type Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { createMcpServer, type McpServerOptions } from './createMcpServer.ts';
import { createDrainingTransport } from './drainingTransport.ts';
import type { EngineClient } from './engineClient.ts';
import { limitLines } from './limitLines.ts';

/** A question, a path, some settings: no message is meant to be longer. */
const maxMessageBytes = 4 * 1024 * 1024;

export interface ServeMcpOptions extends McpServerOptions {
  input?: Readable | undefined;
  output?: Writable | undefined;
  /** Ends it. */
  signal?: AbortSignal | undefined;
}

/**
 * Speaks MCP on stdin and stdout until the input ends and what it asked for is answered, the output breaks, or
 * `signal` aborts. Meanwhile stdout carries the protocol alone: whatever else writes there goes to stderr.
 */
export async function serveMcpOverStdio(client: EngineClient, options: ServeMcpOptions = {}): Promise<void> {
  const { input: given = process.stdin, output, signal, version } = options;
  const guarded = output ? { output, release: () => undefined } : takeStdout();
  const server = createMcpServer(client, { version });
  /** What has no id that could be read is answered without one, so that a client does not wait in silence. */
  const refuse = (code: ErrorCode, message: string) =>
    guarded.output.write(`${JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } })}\n`);
  const input = limitLines(maxMessageBytes, () =>
    refuse(ErrorCode.ParseError, `A message may have at most ${maxMessageBytes / 1024 / 1024} MB.`),
  );
  pipeline(given, input, () => undefined);
  const transport = createDrainingTransport(new StdioServerTransport(input, guarded.output), (error) =>
    error instanceof SyntaxError
      ? refuse(ErrorCode.ParseError, 'A message that is not JSON came in.')
      : refuse(ErrorCode.InvalidRequest, 'A message that is not JSON-RPC came in.'),
  );
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    guarded.output.on('error', resolve);
    guarded.output.on('close', resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    if (signal?.aborted) resolve();
    for (const event of ['end', 'close', 'error']) {
      input.once(event, () => void transport.drained().then(resolve));
    }
  });
  try {
    await server.connect(transport);
    await ended;
  } finally {
    await server.close();
    given.unpipe(input);
    given.pause();
    guarded.release();
  }
}

/** The real stdout for the protocol; for everything else in this process it is stderr until it is released. */
function takeStdout(): { output: Writable; release(): void } {
  const { stdout, stderr } = process;
  const original = stdout.write;
  const write = original.bind(stdout) as (
    chunk: string | Uint8Array,
    done: (error?: Error | null) => void,
  ) => boolean;
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, done) => void write(chunk, done),
  });
  const onError = (error: Error) => output.destroy(error);
  stdout.on('error', onError);
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
  return {
    output,
    release() {
      stdout.write = original;
      stdout.off('error', onError);
    },
  };
}
