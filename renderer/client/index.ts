export { addressOf, placeOf } from './address.ts';
export type { Connection, ConnectionState } from './connection.ts';
export type { Host, HostInfo, Shell } from './host.ts';
export { openConnection } from './openConnection.ts';
export { ConnectionContext, useConnection, useConnectionState } from './useConnection.ts';
export { useFollow } from './useFollow.ts';
export { type Query, useQuery } from './useQuery.ts';
export { useShell, useShellEvents } from './useShell.ts';
