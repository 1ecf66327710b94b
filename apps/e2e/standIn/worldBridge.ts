/** How the two worlds of a page speak: by events on their common document, whose details the browser clones. */
export interface WorldBridge {
  /** Shows `api` to the page as `window[name]`, as Electron's contextBridge does. */
  expose(name: string, api: unknown): void;
}

/** The little of a browser that is used here; Node's types know nothing of a document. */
interface PageGlobals extends EventTarget {
  document: EventTarget;
  top: unknown;
  window: unknown;
}

type Said =
  | { t: 'hello' }
  | { t: 'expose'; name: string; api: unknown }
  | { t: 'call'; call: number; callee: number; args: unknown }
  | { t: 'returned'; call: number; isFine: boolean; value: unknown }
  | { t: 'settled'; promise: number; isFine: boolean; value: unknown };

/**
 * Self-contained: its text runs in both worlds, in the preload's first. Functions become functions that call over,
 * promises become promises, plain objects and arrays are copied and frozen, the rest is cloned. A call is answered
 * within the event, so that what returned at once over there does here.
 */
export function joinWorlds(side: 'preload' | 'page', secret: string): WorldBridge {
  const page = globalThis as unknown as PageGlobals;
  const other = side === 'preload' ? 'page' : 'preload';
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const calls = new Map<number, Extract<Said, { t: 'returned' }>>();
  const exposed: { name: string; api: unknown }[] = [];
  const marker = `${secret} kind`;
  let isJoined = false;
  let lastId = 0;

  function say(message: Said): void {
    page.document.dispatchEvent(new CustomEvent(`${secret} ${other}`, { detail: message }));
  }

  const isPlain = (value: object) => {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  };

  function pack(value: unknown): unknown {
    if (typeof value === 'function') {
      const id = ++lastId;
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { [marker]: 'function', id };
    }
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (result) => say({ t: 'settled', promise: id, isFine: true, value: pack(result) }),
        (error: unknown) => say({ t: 'settled', promise: id, isFine: false, value: packError(error) }),
      );
      return { [marker]: 'promise', id };
    }
    if (Array.isArray(value)) return value.map(pack);
    if (!isPlain(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
  }

  const packError = (error: unknown) => (error instanceof Error ? new Error(error.message) : pack(error));

  function unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Object.freeze(value.map(unpack));
    if (!isPlain(value)) return value;
    const { [marker]: kind, id } = value as Record<string, unknown>;
    if (kind === 'function') return (...args: unknown[]) => callOver(Number(id), args);
    if (kind === 'promise')
      return new Promise((resolve, reject) => promises.set(Number(id), { resolve, reject }));
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)])));
  }

  function callOver(callee: number, args: unknown[]): unknown {
    const call = ++lastId;
    say({ t: 'call', call, callee, args: pack(args) });
    const answer = calls.get(call);
    calls.delete(call);
    if (!answer) throw new Error('The other world did not answer.');
    if (!answer.isFine) throw unpack(answer.value);
    return unpack(answer.value);
  }

  function answer({ call, callee, args }: Extract<Said, { t: 'call' }>): void {
    try {
      const value = functions.get(callee)?.(...(unpack(args) as unknown[]));
      say({ t: 'returned', call, isFine: true, value: pack(value) });
    } catch (error) {
      say({ t: 'returned', call, isFine: false, value: packError(error) });
    }
  }

  page.document.addEventListener(`${secret} ${side}`, (event) => {
    const message = (event as CustomEvent<Said>).detail;
    if (message.t === 'hello') {
      isJoined = true;
      for (const { name, api } of exposed) say({ t: 'expose', name, api: pack(api) });
    } else if (message.t === 'expose') {
      Object.defineProperty(globalThis, message.name, { value: unpack(message.api), enumerable: true });
    } else if (message.t === 'call') answer(message);
    else if (message.t === 'returned') calls.set(message.call, message);
    else {
      const promise = promises.get(message.promise);
      promises.delete(message.promise);
      promise?.[message.isFine ? 'resolve' : 'reject'](unpack(message.value));
    }
  });
  if (side === 'page') say({ t: 'hello' });
  return {
    expose(name, api) {
      if (exposed.some((known) => known.name === name))
        throw new Error(`Cannot bind an API on top of an existing property on the window object: ${name}`);
      exposed.push({ name, api });
      if (isJoined) say({ t: 'expose', name, api: pack(api) });
    },
  };
}

/**
 * Self-contained, for the page's world: a port whose other end has gone says so by `close`. Chromium tells only of ends
 * in another process, and the end of a port that main handed out is in the preload's world here.
 */
export function tellOfClosedPorts(secret: string): void {
  const page = globalThis as unknown as PageGlobals;
  const listen = (event: Event) => {
    for (const port of (event as MessageEvent).ports as unknown as EventTarget[]) {
      port.addEventListener('message', (message) => {
        if ((message as MessageEvent).data !== secret) return listen(message);
        message.stopImmediatePropagation();
        port.dispatchEvent(new Event('close'));
      });
    }
  };
  page.addEventListener('message', listen, true);
}
