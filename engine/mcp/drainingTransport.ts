import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** A transport that knows whether every request that came in has had its answer. */
export interface DrainingTransport extends Transport {
  /** Resolves when nothing is left to answer. A request that the client cancelled gets no answer. */
  drained(): Promise<void>;
}

/**
 * Wraps `inner`: a client that closes its input after its last question still gets the answers.
 *
 * @param onUnreadable called with what came and is no message
 */
export function createDrainingTransport(
  inner: Transport,
  onUnreadable: (error: Error) => void = () => undefined,
): DrainingTransport {
  const open = new Set<string | number>();
  const waiting: (() => void)[] = [];

  function settle(id: unknown): void {
    if (typeof id === 'string' || typeof id === 'number') open.delete(id);
    if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  const transport: DrainingTransport = {
    async start() {
      inner.onmessage = (message: JSONRPCMessage, extra) => {
        if ('method' in message && 'id' in message) open.add(message.id);
        transport.onmessage?.(message, extra);
        if ('method' in message && message.method === 'notifications/cancelled')
          settle(message.params?.requestId);
      };
      inner.onclose = () => transport.onclose?.();
      inner.onerror = (error) => {
        onUnreadable(error);
        transport.onerror?.(error);
      };
      await inner.start();
    },
    async send(message, options) {
      await inner.send(message, options);
      if (!('method' in message) && 'id' in message) settle(message.id);
    },
    close: () => inner.close(),
    drained: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        settle(undefined);
      }),
  };
  return transport;
}
