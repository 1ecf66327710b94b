export { connectSocket } from './connectSocket.ts';
export { type EngineLink, type EngineLinkOptions, openEngine } from './engineLink.ts';
export { socketPath } from './socketPath.ts';
