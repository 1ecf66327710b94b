export { AppError, type ErrorDetails, fromWireError, hasCode, toWireError } from './appError.ts';
export { type CallOptions, type Client, createClient } from './client.ts';
export { describeIssue, type Issue } from './describeIssue.ts';
export { createPortPair, type Port } from './port.ts';
export { type CallContext, callerGone, type Handlers, type ServerOptions, serveContract } from './server.ts';
