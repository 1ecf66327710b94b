export { type AppTarget, appLink, appTargetSchema, readAppLink } from './appTarget.ts';
export { contractVersion } from './contractVersion.ts';
export { describeLocator } from './describeLocator.ts';
export {
  type Block,
  blockSchema,
  type DocumentMetadata,
  documentMetadataSchema,
  type LineBox,
  lineBoxSchema,
  type MemberOutcome,
  memberOutcomeSchema,
  type Part,
  partSchema,
  type TableGrid,
  type TimeMark,
  tableGridSchema,
  timeMarkSchema,
} from './document.ts';
export { type DocumentType, documentTypes, findDocumentType } from './documentTypes.ts';
export { type ErrorCode, errorCodeSchema, errorCodes, type WireError, wireErrorSchema } from './errors.ts';
export { type CallFrame, callFrameSchema, type ReplyFrame, replyFrameSchema } from './frames.ts';
export {
  type Box,
  boxSchema,
  type ContainerStep,
  containerStepSchema,
  type Locator,
  type LocatorKind,
  locatorSchema,
} from './locator.ts';
export { plainTable } from './plainTable.ts';
export {
  type ChunkingOptions,
  type ChunkingStrategy,
  chunkingOptionsSchema,
  chunkingStrategySchema,
  type PresetName,
  presetNameSchema,
  presets,
} from './presets.ts';
export {
  type Contract,
  type EventOf,
  type InputOf,
  type OutputOf,
  type ParsedInputOf,
  type Procedure,
  procedure,
} from './procedure.ts';
