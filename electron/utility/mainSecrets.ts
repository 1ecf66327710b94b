import type { Secrets } from '@adiuva/engine/ports';
import { type AppError, fromWireError } from '@adiuva/wire';
import type { FromEngine, ToEngine } from '../processes/index.ts';

type Answer = Extract<ToEngine, { t: 'secretAnswer' }>;

/** Keys that main keeps, in the system's own store. */
export function createMainSecrets(send: (message: FromEngine) => void): {
  secrets: Secrets;
  answered(answer: Answer): void;
} {
  const waiting = new Map<number, { resolve(value: string | null): void; reject(error: AppError): void }>();
  let lastId = 0;

  function ask(action: 'get' | 'set' | 'delete', name: string, value?: string): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      send({ t: 'secret', id, action, name, ...(value !== undefined && { value }) });
    });
  }

  return {
    secrets: {
      get: (name) => ask('get', name),
      set: async (name, value) => void (await ask('set', name, value)),
      delete: async (name) => void (await ask('delete', name)),
    },
    answered({ id, value, error }) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.reject(fromWireError(error));
      else asked?.resolve(value ?? null);
    },
  };
}
