import type { OutputOf, ParsedInputOf } from '@adiuva/contracts';
import { type ShellContract, shellContract } from '@adiuva/contracts/shell';
import type { Log } from '@adiuva/engine/ports';
import { AppError, describeIssue, type Issue, toWireError } from '@adiuva/wire';
import { z } from 'zod';
import { isTrusted, type Sender } from './senderCheck.ts';

/** One handler for every procedure; `Window` is who asks. */
export type ShellHandlers<Window> = {
  [M in keyof ShellContract]: (
    input: ParsedInputOf<ShellContract[M]>,
    from: Window,
  ) => OutputOf<ShellContract[M]> | Promise<OutputOf<ShellContract[M]>>;
};

export type Reply = { value: unknown } | { error: ReturnType<typeof toWireError> };

const callSchema = z.object({ method: z.string().max(100), input: z.unknown() });

export interface ShellServerOptions<Window> {
  handlers: ShellHandlers<Window>;
  /** Ids of the contents of our windows. */
  windowIds(): ReadonlySet<number>;
  /** Null when it has just closed. */
  windowOf(contentsId: number): Window | null;
  log: Log;
}

/** Answers one message of a window. Whatever comes in, an answer goes out: it rejects never. */
export function createShellServer<Window>(
  options: ShellServerOptions<Window>,
): (event: Sender, message: unknown) => Promise<Reply> {
  const { handlers, log } = options;
  return async (event, message) => {
    try {
      if (!isTrusted(event, options.windowIds())) {
        log.warn('shell.refused_sender');
        throw new AppError('forbidden', 'This page may not ask that.');
      }
      const from = options.windowOf(event.sender.id);
      if (!from) throw new AppError('unavailable', 'The window is closing.');
      const call = callSchema.safeParse(message);
      if (!call.success) throw new AppError('invalid_input', 'The request has the wrong shape.');
      return { value: await answer(call.data.method, call.data.input, from) };
    } catch (error) {
      if (!(error instanceof AppError)) log.error('shell.defect', { message: String(error) });
      return { error: toWireError(error) };
    }
  };

  async function answer(method: string, input: unknown, from: Window): Promise<unknown> {
    if (!isMethod(method)) throw new AppError('not_found', `There is no procedure named ${method}.`);
    const parsed = shellContract[method].input.safeParse(input);
    if (!parsed.success)
      throw new AppError('invalid_input', describeIssue(method, parsed.error.issues[0] as Issue));
    const handler = handlers[method] as (input: unknown, from: Window) => unknown;
    return handler(parsed.data, from);
  }
}

function isMethod(method: string): method is keyof ShellContract {
  return Object.hasOwn(shellContract, method);
}
