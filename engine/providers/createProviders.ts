import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { AppError } from '#base';
import type { Clock, Secrets } from '#ports';
import type { LanguageModel } from './languageModel.ts';
import { createSdkModel, defaultTimeLimits, type TimeLimits } from './sdkModel.ts';

export interface ProvidersOptions {
  /** Asked at every resolve, so that a change in the settings counts from the next question on. */
  settings(): readonly ProviderSettings[] | Promise<readonly ProviderSettings[]>;
  secrets: Secrets;
  clock: Clock;
  limits?: Partial<TimeLimits> | undefined;
}

export interface Providers {
  /**
   * Opens no connection; that is the first question's.
   *
   * @param reference `provider:model`, or `provider` alone for its default model. A model's own name may hold
   *   colons (`ollama:llama3.2:1b`).
   * @throws AppError `not_found` for a provider nobody set up, `invalid_input` where model or address is missing
   */
  resolve(reference: string): Promise<LanguageModel>;
}

/** Under which name the host's secrets keep a provider's key. */
export function providerSecretName(provider: string): string {
  return `provider.${provider}`;
}

/**
 * Where nothing is set. Ollama cuts prompts over 4,096 tokens by default without a word, and an OpenAI-compatible
 * server can be any small model; Anthropic's models have all read 200,000 tokens since 2023.
 */
const defaultContextTokens: Record<ProviderSettings['kind'], number> = {
  ollama: 4096,
  'openai-compatible': 8192,
  anthropic: 200_000,
};

const defaultBaseUrl: Partial<Record<ProviderSettings['kind'], string>> = {
  ollama: 'http://127.0.0.1:11434/v1',
  anthropic: 'https://api.anthropic.com/v1',
};

export function createProviders({ settings, secrets, clock, limits }: ProvidersOptions): Providers {
  return {
    async resolve(reference) {
      const colon = reference.indexOf(':');
      const name = colon < 0 ? reference : reference.slice(0, colon);
      const found = (await settings()).find((provider) => provider.name === name);
      if (!found) {
        throw new AppError('not_found', `No language model service named “${name.slice(0, 60)}” is set up.`);
      }
      const model = (colon < 0 ? found.defaultModel : reference.slice(colon + 1))?.trim();
      if (!model) {
        throw new AppError('invalid_input', `Say which model of “${name}” to use, as ${name}:MODEL.`);
      }
      return createSdkModel({
        settings: found,
        baseUrl: toBaseUrl(found),
        model,
        key: await secrets.get(providerSecretName(name)),
        contextTokens: found.contextTokens ?? defaultContextTokens[found.kind],
        limits: { ...defaultTimeLimits, ...limits },
        now: () => clock.now(),
      });
    },
  };
}

/** An address without a path gets the `/v1` that all three kinds serve under. */
function toBaseUrl({ name, kind, baseUrl }: ProviderSettings): string {
  const text = baseUrl ?? defaultBaseUrl[kind];
  if (!text) throw new AppError('invalid_input', `The language model service “${name}” has no address.`);
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new AppError('invalid_input', `The address of “${name}” is not an http or https address.`);
  }
  // fetch refuses such addresses with a message that holds them.
  if (url.username || url.password) {
    throw new AppError(
      'invalid_input',
      `The address of “${name}” holds a password; enter it as the key instead.`,
    );
  }
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/+$/, '');
}
