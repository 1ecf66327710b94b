import {
  type CallFrame,
  type Contract,
  callFrameSchema,
  type EventOf,
  type OutputOf,
  type ParsedInputOf,
  type ReplyFrame,
  type WireError,
} from '@adiuva/contracts';
import { AppError, toWireError } from './appError.ts';
import { describeIssue, type Issue } from './describeIssue.ts';
import type { Port } from './port.ts';

/** What a handler is given beside its input. `Context` is the connection's own: who is calling. */
export interface CallContext<Event, Context> {
  signal: AbortSignal;
  emit(event: Event): void;
  caller: Context;
}

/** One handler for every procedure of the contract: a missing or extra one does not compile. */
export type Handlers<C extends Contract, Context> = {
  [M in keyof C]: (
    input: ParsedInputOf<C[M]>,
    call: CallContext<EventOf<C[M]>, Context>,
  ) => Promise<OutputOf<C[M]>> | OutputOf<C[M]>;
};

export interface ServerOptions {
  /** Keeps the words of a defect, which may speak of anything, from the caller. */
  hidesDefects?: boolean | undefined;
  /** Called with what a handler threw that was not an AppError, before its wire form goes out. */
  onDefect?: ((method: string, error: unknown) => void) | undefined;
  /** Most calls at once on this port; one more is refused. */
  maxConcurrentCalls?: number | undefined;
}

/** Why a call's signal aborted when its port closed: nobody took back what was asked for, nobody listens any more. */
export const callerGone = new AppError('cancelled', 'The caller went away.');

const hiddenDefect: WireError = {
  code: 'internal',
  message: 'Something went wrong inside; the log says what.',
};

/**
 * The answering side of a port. Every input is parsed before a handler sees it; a port that closes aborts what
 * it had asked for.
 */
export function serveContract<C extends Contract, Context>(
  contract: C,
  port: Port,
  handlers: Handlers<C, Context>,
  caller: Context,
  options: ServerOptions = {},
): void {
  const running = new Map<number, AbortController>();
  const maxCalls = options.maxConcurrentCalls ?? 1000;

  port.onMessage((message) => {
    const frame = callFrameSchema.safeParse(message);
    if (!frame.success) return;
    if (frame.data.t === 'cancel') running.get(frame.data.id)?.abort();
    else void answer(frame.data);
  });

  port.onClose(() => {
    for (const controller of running.values()) controller.abort(callerGone);
    running.clear();
  });

  async function answer({ id, method, input }: Extract<CallFrame, { t: 'call' }>): Promise<void> {
    const reply = (frame: ReplyFrame) => port.postMessage(frame);
    const controller = new AbortController();
    try {
      const definition = Object.hasOwn(contract, method) ? contract[method] : undefined;
      const handler = handlers[method as keyof C];
      if (!definition || !handler)
        throw new AppError('not_found', `There is no procedure named ${method.slice(0, 100)}.`);
      if (running.has(id)) throw new AppError('invalid_input', `Call ${id} is still running.`);
      if (running.size >= maxCalls) throw new AppError('unavailable', 'Too many calls at once.');
      const parsed = definition.input.safeParse(input);
      if (!parsed.success)
        throw new AppError(
          'invalid_input',
          describeIssue(method, parsed.error.issues[0] as Issue | undefined),
        );
      running.set(id, controller);
      const value = await handler(parsed.data as ParsedInputOf<C[keyof C]>, {
        signal: controller.signal,
        emit: (event) => {
          if (!controller.signal.aborted) reply({ t: 'event', id, event });
        },
        caller,
      });
      reply({ t: 'result', id, value });
    } catch (error) {
      const isDefect = !(error instanceof AppError);
      if (isDefect) options.onDefect?.(method, error);
      reply({ t: 'error', id, error: isDefect && options.hidesDefects ? hiddenDefect : toWireError(error) });
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }
}
