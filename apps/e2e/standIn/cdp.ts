import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from 'playwright-core';

declare const typed: CDPSession;

/** The protocol's own types, for the events that are listened to here. */
type EventName =
  | 'Debugger.paused'
  | 'Fetch.requestPaused'
  | 'Inspector.targetCrashed'
  | 'Page.domContentEventFired'
  | 'Page.frameNavigated'
  | 'Page.frameRequestedNavigation'
  | 'Page.frameStartedNavigating'
  | 'Page.loadEventFired'
  | 'Page.navigatedWithinDocument'
  | 'Page.windowOpen'
  | 'Runtime.bindingCalled'
  | 'Runtime.consoleAPICalled'
  | 'Runtime.exceptionThrown'
  | 'Runtime.executionContextCreated'
  | 'Runtime.executionContextDestroyed'
  | 'Target.attachedToTarget'
  | 'Target.detachedFromTarget';
export type CdpEvents = {
  [E in EventName]: Parameters<Parameters<typeof typed.on<E>>[1]>[0];
};

/** One session of the browser's debugging protocol: the browser itself, or one page of it. */
export interface CdpSession {
  send: CDPSession['send'];
  on<E extends EventName>(event: E, listener: (params: CdpEvents[E]) => void): void;
  /** The same protocol over another session. */
  session(id: string): CdpSession;
  forget(id: string): void;
}

interface Received {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}

/** Speaks over the pipe of `--remote-debugging-pipe`: the browser ends when its other end does. */
export function connectCdp(input: Writable, output: Readable): CdpSession {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Map<string, ((params: unknown) => void)[]>>();
  let lastId = 0;
  let isOpen = true;
  let buffered: string[] = [];

  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const pieces = text.split('\0');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      receive(JSON.parse(buffered.join('') + piece) as Received);
      buffered = [];
    }
    if (last) buffered.push(last);
  });
  const end = () => {
    isOpen = false;
    for (const { reject } of waiting.values()) reject(new Error('The browser has ended.'));
    waiting.clear();
  };
  output.on('close', end);
  input.on('error', end);

  function receive({ id, method = '', params, result, error, sessionId = '' }: Received): void {
    if (id === undefined) {
      for (const listener of [...(listeners.get(sessionId)?.get(method) ?? [])]) listener(params);
      return;
    }
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  }

  function session(sessionId: string): CdpSession {
    return {
      session,
      forget: (id) => void listeners.delete(id),
      send: (method, params) => {
        if (!isOpen) return Promise.reject(new Error(`${method}: the browser has ended.`));
        const id = ++lastId;
        input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
        return new Promise((resolve, reject) => {
          waiting.set(id, {
            resolve: (value) => resolve(value as never),
            reject: (error) => reject(new Error(`${method}: ${error.message}`)),
          });
        });
      },
      on: (event, listener) => {
        const own = listeners.get(sessionId) ?? new Map<string, ((params: unknown) => void)[]>();
        listeners.set(sessionId, own);
        own.set(event, [...(own.get(event) ?? []), listener as (params: unknown) => void]);
      },
    };
  }
  return session('');
}

/** The page, or the browser, has gone in the meantime. */
export function ignoreLate(error: unknown): void {
  const message = String(error);
  if (!/ended|closed|not found|detached|Invalid InterceptionId|Cannot find|context/i.test(message))
    throw error;
}
