export {
  createProviders,
  type Providers,
  type ProvidersOptions,
  providerSecretName,
} from './createProviders.ts';
export type { GenerateInput, LanguageModel, ModelTurn } from './languageModel.ts';
export type { TimeLimits } from './sdkModel.ts';
