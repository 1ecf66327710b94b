export { type Connection, type ConnectionState, createConnection } from './connection.ts';
export type { HostInfo } from './hostApi.ts';
export { takeLaunchToken } from './launchToken.ts';
export { ConnectionContext, useConnection, useConnectionState } from './useConnection.ts';
export { errorWords, type Query, useQuery } from './useQuery.ts';
