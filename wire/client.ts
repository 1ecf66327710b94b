import {
  type Contract,
  type EventOf,
  type InputOf,
  type OutputOf,
  replyFrameSchema,
} from '@adiuva/contracts';
import { AppError, fromWireError } from './appError.ts';
import type { Port } from './port.ts';

export interface CallOptions<Event> {
  /** Aborting sends a cancel; the call then rejects with `cancelled`, at once. */
  signal?: AbortSignal | undefined;
  onEvent?: ((event: Event) => void) | undefined;
}

export interface Client<C extends Contract> {
  /**
   * @throws AppError with the code the other side gave; `worker_crashed` when the port closed under the call;
   *   `cancelled` when `signal` aborted.
   */
  call<M extends keyof C & string>(
    method: M,
    input: InputOf<C[M]>,
    options?: CallOptions<EventOf<C[M]>>,
  ): Promise<OutputOf<C[M]>>;
  close(): void;
}

interface Pending {
  settle(value: unknown): void;
  fail(error: unknown): void;
  event(event: unknown): void;
}

/** The calling side of a port. Every reply is parsed: what crosses a process is unknown until then. */
export function createClient<C extends Contract>(contract: C, port: Port): Client<C> {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let isClosed = false;

  port.onMessage((message) => {
    const frame = replyFrameSchema.safeParse(message);
    if (!frame.success) return failUnreadable(message);
    const call = pending.get(frame.data.id);
    if (!call) return;
    if (frame.data.t === 'event') return call.event(frame.data.event);
    pending.delete(frame.data.id);
    if (frame.data.t === 'error') return call.fail(fromWireError(frame.data.error));
    call.settle(frame.data.value);
  });

  /** A reply that cannot be read must not leave its caller waiting for one that can. */
  function failUnreadable(message: unknown): void {
    const { t, id } = (message ?? {}) as { t?: unknown; id?: unknown };
    const call = typeof id === 'number' ? pending.get(id) : undefined;
    if (!call || t === 'event') return;
    pending.delete(id as number);
    call.fail(new AppError('internal', 'The answer came in a shape that is not known here.'));
  }

  port.onClose(() => {
    isClosed = true;
    for (const call of pending.values()) call.fail(closedError());
    pending.clear();
  });

  return {
    call(method, input, options = {}) {
      const definition = contract[method];
      if (!definition) throw new AppError('internal', `No procedure is named ${method}.`);
      const { signal, onEvent } = options;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(new AppError('cancelled', 'Stopped.'));
        if (isClosed) return reject(closedError());
        const id = nextId++;
        const onAbort = () => {
          pending.delete(id);
          port.postMessage({ t: 'cancel', id });
          reject(new AppError('cancelled', 'Stopped.'));
        };
        const done = () => signal?.removeEventListener('abort', onAbort);
        signal?.addEventListener('abort', onAbort, { once: true });
        pending.set(id, {
          settle(value) {
            done();
            const parsed = definition.output.safeParse(value);
            if (parsed.success) resolve(parsed.data as never);
            else
              reject(
                new AppError('internal', `${method} answered in the wrong shape.`, { cause: parsed.error }),
              );
          },
          fail(error) {
            done();
            reject(error);
          },
          event(event) {
            const parsed = definition.event?.safeParse(event);
            if (parsed?.success) onEvent?.(parsed.data as never);
          },
        });
        try {
          port.postMessage({ t: 'call', id, method, input });
        } catch (error) {
          pending.delete(id);
          done();
          reject(new AppError('internal', `${method} could not be sent.`, { cause: error }));
        }
      });
    },
    close: () => port.close(),
  };
}

function closedError(): AppError {
  return new AppError('worker_crashed', 'The process that was to answer has ended.');
}
