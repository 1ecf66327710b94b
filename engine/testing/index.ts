export { connectTo } from './connectTo.ts';
export {
  anthropicReply,
  type LanguageModelServer,
  type ModelReply,
  type ModelRequest,
  openAiReply,
  plainReply,
  rawStreamReply,
  type StreamFaults,
  startLanguageModelServer,
} from './languageModelServer.ts';
export { outerAddress } from './outerAddress.ts';
export {
  createTestHost,
  makeTemporaryFolder,
  scriptedWorkers,
  silentLog,
  sourceWorkers,
} from './testHost.ts';
export { withOutcomes } from './withOutcomes.ts';
