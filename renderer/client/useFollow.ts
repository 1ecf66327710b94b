import type { EventOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { useEffect, useRef } from 'react';
import type { Connection } from './connection.ts';
import { useConnection, useConnectionState } from './useConnection.ts';

type Method = keyof EngineContract & string;

/** Listens to a procedure that tells of changes for as long as it is asked, and again when the connection came back. */
export function useFollow<M extends Method>(
  method: M,
  input: Parameters<Connection['client']['call']>[1] & object,
  onEvent: (event: EventOf<EngineContract[M]>) => void,
): void {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  const key = JSON.stringify(input);
  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    client
      .call(method, JSON.parse(key), {
        signal: controller.signal,
        onEvent: (event) => {
          if (!controller.signal.aborted) listener.current(event as EventOf<EngineContract[M]>);
        },
      })
      // It ends with its listener or with the connection; the latter is told elsewhere.
      .catch(() => undefined);
    return () => controller.abort();
  }, [client, isOpen, method, key]);
}
