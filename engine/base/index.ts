export type { WireError } from '@adiuva/contracts';
export { AppError, callerGone, type ErrorDetails, hasCode, toWireError } from '@adiuva/wire';
export { throwIfAborted, yieldToEventLoop } from './cancellation.ts';
export { type CellRange, columnName, rangeName } from './cellRange.ts';
export { type ChunkPlace, chunkText } from './chunkText.ts';
export { foldName, type GivenName, givenName } from './givenName.ts';
export { locateStretch } from './locateStretch.ts';
export { localUser, mayRead, mayWrite, type Principal, readableKnowledgeBases } from './principal.ts';
export { textHash } from './textHash.ts';
