import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ModelRequest {
  path: string;
  headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  body: { model?: string; system?: unknown; messages?: { role: string; content: unknown }[] };
}

/** Writes one answer; the faults are what it writes. */
export type ModelReply = (response: ServerResponse) => Promise<void> | void;

export interface LanguageModelServer extends AsyncDisposable {
  /** Ends in `/v1`. */
  baseUrl: string;
  requests: ModelRequest[];
  /** Requests whose connection the other side closed before the answer ended. */
  hangUps(): number;
}

/** A real server, on loopback unless told; `answer` picks the reply by request and how many came before it. */
export async function startLanguageModelServer(
  answer: (request: ModelRequest, index: number) => ModelReply,
  address = '127.0.0.1',
): Promise<LanguageModelServer> {
  const requests: ModelRequest[] = [];
  let hangUps = 0;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    response.on('close', () => {
      if (!response.writableFinished) hangUps++;
    });
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = {
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as ModelRequest['body'],
      };
      requests.push(request);
      void Promise.resolve(answer(request, requests.length - 1)(response)).catch(() => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    baseUrl: `http://${address}:${(server.address() as AddressInfo).port}/v1`,
    requests,
    hangUps: () => hangUps,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface StreamFaults {
  delayMs?: number;
  /** After the deltas: end well, break the socket, end the body early, or say nothing more. */
  ending?: 'done' | 'reset' | 'early' | 'silence';
}

const eventStream = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };

/** OpenAI's chat completions as server-sent events. */
export function openAiReply(deltas: readonly string[], faults: StreamFaults = {}): ModelReply {
  const chunk = (delta: object, finishReason: string | null) =>
    `data: ${JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'test',
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    })}\n\n`;
  return writeEvents(
    [chunk({ role: 'assistant', content: '' }, null), ...deltas.map((content) => chunk({ content }, null))],
    [chunk({}, 'stop'), 'data: [DONE]\n\n'],
    faults,
  );
}

/** Anthropic's messages as server-sent events. */
export function anthropicReply(deltas: readonly string[], faults: StreamFaults = {}): ModelReply {
  const event = (type: string, data: object) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  return writeEvents(
    [
      event('message_start', {
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'test',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...deltas.map((text) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
      ),
    ],
    [
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: 5 },
      }),
      event('message_stop', {}),
    ],
    faults,
  );
}

function writeEvents(
  events: string[],
  last: string[],
  { delayMs, ending = 'done' }: StreamFaults,
): ModelReply {
  return async (response) => {
    response.writeHead(200, eventStream);
    for (const event of events) {
      if (response.destroyed) return;
      response.write(event);
      if (delayMs) await sleep(delayMs);
    }
    if (ending === 'silence') return;
    if (ending === 'reset') {
      // What was written must leave before the socket breaks, or the other side never sees it.
      await sleep(20);
      response.socket?.resetAndDestroy();
      return;
    }
    response.end(ending === 'done' ? last.join('') : '');
  };
}

/** An answer that is no stream: an error status, a redirect, nonsense. */
export function plainReply(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): ModelReply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** Body bytes under the name of an event stream. */
export function rawStreamReply(bytes: string | Buffer): ModelReply {
  return (response) => {
    response.writeHead(200, eventStream);
    response.end(bytes);
  };
}
