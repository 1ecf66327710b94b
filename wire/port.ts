/**
 * The least a message port must do. A MessagePort, a utility process, a child process with advanced
 * serialisation and a WebSocket all fit behind it.
 */
export interface Port {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two ends of a pipe in one process; messages arrive in order, in a later microtask, structurally cloned. */
export function createPortPair(): [Port, Port] {
  const ends = [createEnd(), createEnd()] as const;
  let isClosed = false;

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    for (const end of ends) queueMicrotask(() => end.closed());
  }

  function asPort(own: ReturnType<typeof createEnd>, other: ReturnType<typeof createEnd>): Port {
    return {
      postMessage(message) {
        if (isClosed) return;
        const copy = structuredClone(message);
        queueMicrotask(() => other.deliver(copy));
      },
      onMessage: own.onMessage,
      onClose: own.onClose,
      close,
    };
  }
  return [asPort(ends[0], ends[1]), asPort(ends[1], ends[0])];
}

function createEnd() {
  const listeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const early: unknown[] = [];
  return {
    onMessage(listener: (message: unknown) => void): void {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose(listener: () => void): void {
      closeListeners.push(listener);
    },
    deliver(message: unknown): void {
      if (listeners.length === 0) early.push(message);
      for (const listener of listeners) listener(message);
    },
    closed(): void {
      for (const listener of closeListeners) listener();
    },
  };
}
