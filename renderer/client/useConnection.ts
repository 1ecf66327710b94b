import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Connection, ConnectionState } from './connection.ts';

export const ConnectionContext = createContext<Connection | null>(null);

/** The page's connection. @throws Error outside of its provider. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('There is no connection above this component.');
  return connection;
}

export function useConnectionState(): ConnectionState {
  const { subscribe, state } = useConnection();
  return useSyncExternalStore(subscribe, state);
}
