export { createMcpServer, type McpServerOptions } from './createMcpServer.ts';
export { type ServeMcpOptions, serveMcpOverStdio } from './serveMcpOverStdio.ts';
