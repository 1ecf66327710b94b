export {
  builtinDimensions,
  builtinFileBytes,
  builtinFileSha256,
  builtinGraph,
  builtinMaxTokens,
  ensureBuiltinModel,
} from './builtinModel.ts';
export { createFeaturizer, type Features, type Featurizer } from './featurizer.ts';
export { type BuiltinTokenizer, createBuiltinTokenizer } from './tokenizer.ts';
