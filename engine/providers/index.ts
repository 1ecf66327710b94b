export {
  createProviders,
  type Providers,
  type ProvidersOptions,
  type ProviderTest,
  providerSecretName,
} from './createProviders.ts';
export type { GenerateInput, LanguageModel, ModelTurn } from './languageModel.ts';
export type { TimeLimits } from './sdkModel.ts';
