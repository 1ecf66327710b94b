import { createHash } from 'node:crypto';
import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { AppError } from '#base';
import { isLoopback } from '#network';
import type { Clock, Secrets } from '#ports';
import { holdWhileAnswering } from './holdWhileAnswering.ts';
import type { LanguageModel } from './languageModel.ts';
import { listModels } from './listModels.ts';
import { createSdkModel, defaultTimeLimits, type TimeLimits } from './sdkModel.ts';

export interface ProvidersOptions {
  /** Asked at every resolve, so that a change in the settings counts from the next question on. */
  settings(): readonly ProviderSettings[] | Promise<readonly ProviderSettings[]>;
  secrets: Secrets;
  clock: Clock;
  /** How services are reached, to ask a model and for their lists of models. */
  reach?: { ask: typeof fetch; list: typeof fetch } | undefined;
  limits?: (Partial<TimeLimits> & { listMs?: number }) | undefined;
  /** Asked before a model of this machine answers; what it resolves to ends the hold. Others cost it nothing. */
  beginLocalAnswer?: ((signal: AbortSignal | undefined) => Promise<() => void>) | undefined;
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
  /**
   * Asks a service for its models and stores nothing.
   *
   * @param key what was entered; without it the one that is kept, as long as the address is still on the same host
   * @returns also where it fails, with what the person can do about it
   * @throws AppError `cancelled`
   */
  test(provider: ProviderSettings, key?: string, signal?: AbortSignal): Promise<ProviderTest>;
  /**
   * Refuses settings that would send the key that is kept to another host than it was entered for.
   *
   * @throws AppError `invalid_input`
   */
  checkKeptKey(provider: ProviderSettings): Promise<void>;
  /** @throws AppError `invalid_input` for an address that is none, or that holds a password */
  checkAddress(provider: ProviderSettings): void;
  /**
   * The models of a service that is set up, at most a minute old.
   *
   * @throws AppError `not_found`, or why the service gave none
   */
  models(name: string): Promise<string[]>;
}

export interface ProviderTest {
  ok: boolean;
  detail: string;
  models: string[];
  tookMs: number;
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

/** How long a list of models is believed, and how long one is waited for, milliseconds. */
const listMaxAgeMs = 60_000;
const listTimeoutMs = 10_000;

export function createProviders(options: ProvidersOptions): Providers {
  const { settings, secrets, clock, limits } = options;
  const reach = options.reach ?? { ask: globalThis.fetch, list: globalThis.fetch };
  const lists = new Map<string, { of: string; at: number; models: Promise<string[]> }>();

  const find = async (name: string) => (await settings()).find((provider) => provider.name === name);

  function list(provider: ProviderSettings, key: string | null, signal?: AbortSignal): Promise<string[]> {
    return listModels({
      kind: provider.kind,
      baseUrl: toBaseUrl(provider),
      key: key === '' ? null : key,
      timeoutMs: limits?.listMs ?? listTimeoutMs,
      fetch: reach.list,
      now: () => clock.now(),
      signal,
    });
  }

  /** A key that is kept goes to no other host than it was kept for. */
  async function keptKey(provider: ProviderSettings): Promise<string | null> {
    const saved = await find(provider.name);
    const key = await secrets.get(providerSecretName(provider.name));
    if (key === null || !saved) return null;
    const isSame =
      saved.kind === provider.kind &&
      URL.parse(toBaseUrl(saved))?.origin === URL.parse(toBaseUrl(provider))?.origin;
    if (isSame) return key;
    throw new AppError(
      'invalid_input',
      'The address is another than the one the key was entered for; enter the key once more.',
    );
  }

  return {
    async test(provider, key, signal) {
      const startedAt = clock.now();
      const tookMs = () => clock.now() - startedAt;
      try {
        const models = await list(provider, key?.trim() ?? (await keptKey(provider)), signal);
        return { ok: true, detail: describeModels(provider, models), models, tookMs: tookMs() };
      } catch (error) {
        if (!(error instanceof AppError) || error.code === 'cancelled') throw error;
        return { ok: false, detail: error.message, models: [], tookMs: tookMs() };
      }
    },
    async checkKeptKey(provider) {
      await keptKey(provider);
    },
    checkAddress: (provider) => void toBaseUrl(provider),
    async models(name) {
      const provider = await find(name);
      if (!provider) throw notSetUp(name);
      const key = await secrets.get(providerSecretName(name));
      const of = createHash('sha256')
        .update(JSON.stringify([provider, key]))
        .digest('hex');
      const known = lists.get(name);
      if (known?.of === of && clock.now() - known.at < listMaxAgeMs) return known.models;
      const models = list(provider, key);
      const entry = { of, at: clock.now(), models };
      lists.set(name, entry);
      models.catch(() => {
        if (lists.get(name) === entry) lists.delete(name);
      });
      return models;
    },
    async resolve(reference) {
      const colon = reference.indexOf(':');
      const name = colon < 0 ? reference : reference.slice(0, colon);
      const found = await find(name);
      if (!found) throw notSetUp(name);
      const model = (colon < 0 ? found.defaultModel : reference.slice(colon + 1))?.trim();
      if (!model) {
        throw new AppError('invalid_input', `Say which model of “${name}” to use, as ${name}:MODEL.`);
      }
      const baseUrl = toBaseUrl(found);
      const sdkModel = createSdkModel({
        settings: found,
        baseUrl,
        model,
        key: await secrets.get(providerSecretName(name)),
        contextTokens: found.contextTokens ?? defaultContextTokens[found.kind],
        limits: { ...defaultTimeLimits, ...limits },
        fetch: reach.ask,
        now: () => clock.now(),
      });
      const { beginLocalAnswer } = options;
      return beginLocalAnswer && isLoopback(new URL(baseUrl))
        ? holdWhileAnswering(sdkModel, beginLocalAnswer)
        : sdkModel;
    },
  };
}

function notSetUp(name: string): AppError {
  return new AppError('not_found', `No language model service named “${name.slice(0, 60)}” is set up.`);
}

function describeModels({ kind, defaultModel }: ProviderSettings, models: readonly string[]): string {
  if (models.length === 0)
    return kind === 'ollama'
      ? 'It answers and has no model yet. Get one with: ollama pull llama3.2'
      : 'It answers and offers no model.';
  const count = models.length === 1 ? '1 model.' : `${models.length} models.`;
  const isThere = (name: string) => models.includes(name) || models.includes(`${name}:latest`);
  return defaultModel === undefined || isThere(defaultModel)
    ? count
    : `${count} “${defaultModel.slice(0, 100)}” is not among them.`;
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
