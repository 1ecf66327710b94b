import { EventEmitter } from 'node:events';

/** What promises, printers and JSON ask any object for; that it is not there means nothing. */
const askedOfAnything = new Set(['then', 'toJSON', 'constructor', 'inspect', 'nodeType', 'asymmetricMatch']);

const missed = new Set<string>();

/** Every name that was asked for and is not here, for the tests that end with "none". */
export function missingNames(): string[] {
  return [...missed];
}

function refuse(owner: string, name: string): never {
  const full = `${owner}.${name}`;
  missed.add(full);
  throw new Error(`The stand-in for Electron has no ${full}: write it in apps/e2e/standIn.`);
}

/** `object` as it is; whatever else is asked of it throws with the name that is missing. */
export function loud<T extends object>(owner: string, object: T): T {
  return new Proxy(object, {
    get(target, name, receiver) {
      if (name in target || typeof name === 'symbol' || askedOfAnything.has(name))
        return Reflect.get(target, name, receiver);
      return refuse(owner, name);
    },
  });
}

/** An event emitter whose missing members throw with their name. A class says which of Electron's it stands for. */
export class LoudEmitter extends EventEmitter {
  static readonly electronName: string = 'EventEmitter';
}

/** The same for classes without events. */
// biome-ignore lint/complexity/noStaticOnlyClass: its prototype is what matters
export class LoudObject {
  static readonly electronName: string = 'Object';
}

// At the end of the prototype chain, so that private fields and `instanceof` work as ever.
for (const [base, last] of [
  [LoudEmitter, EventEmitter.prototype],
  [LoudObject, Object.prototype],
] as const) {
  const guard = new Proxy(Object.create(last) as object, {
    get(target, name, receiver: object) {
      if (name in target || typeof name === 'symbol' || askedOfAnything.has(name))
        return Reflect.get(target, name, receiver);
      const { electronName } = receiver.constructor as typeof LoudObject;
      return refuse(electronName, name);
    },
  });
  Object.setPrototypeOf(base.prototype, guard);
}
