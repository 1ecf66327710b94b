import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { type AppError, hasCode, throwIfAborted } from '#base';
import { guardFetch } from './guardedFetch.ts';
import type { GenerateInput, LanguageModel } from './languageModel.ts';
import { invalidResponse, toProviderError } from './providerError.ts';
import { unreachableAfter } from './timeLimits.ts';

export interface TimeLimits {
  /** Until the first word: a local model loads and reads the prompt first. Milliseconds. */
  readonly firstChunkMs: number;
  /** Between two pieces of the answer, milliseconds. */
  readonly chunkMs: number;
  /** Most that is waited for a service that asks to wait, per try, milliseconds. */
  readonly maxRetryWaitMs: number;
  /** Tries in all of a request that was asked to wait. */
  readonly maxTries: number;
}

export const defaultTimeLimits: TimeLimits = {
  firstChunkMs: 180_000,
  chunkMs: 60_000,
  maxRetryWaitMs: 20_000,
  maxTries: 3,
};

export interface SdkModelOptions {
  settings: ProviderSettings;
  baseUrl: string;
  model: string;
  key: string | null;
  contextTokens: number;
  limits: TimeLimits;
  fetch: typeof fetch;
  now(): number;
}

/** A model behind the AI SDK. The SDK is loaded by the first question, not by the engine's start. */
export function createSdkModel(options: SdkModelOptions): LanguageModel {
  const { settings, model, limits } = options;
  const provider = settings.name;

  async function* stream(input: GenerateInput): AsyncGenerator<string> {
    for (let attempt = 1; ; attempt++) {
      throwIfAborted(input.signal);
      let hasBegun = false;
      try {
        for await (const delta of streamOnce(input)) {
          hasBegun = true;
          yield delta;
        }
        return;
      } catch (error) {
        const waitMs = hasBegun || attempt >= limits.maxTries ? undefined : waitBeforeRetry(error, attempt);
        if (waitMs === undefined) throw error;
        await sleep(waitMs, undefined, { signal: input.signal }).catch(() => undefined);
      }
    }
  }

  function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
    if (!hasCode(error, 'provider_rate_limited')) return undefined;
    const asked = error.details?.retryAfterMs;
    const waitMs = typeof asked === 'number' ? asked : 1000 * 2 ** (attempt - 1);
    return waitMs <= limits.maxRetryWaitMs ? waitMs : undefined;
  }

  async function* streamOnce(input: GenerateInput): AsyncGenerator<string> {
    const controller = new AbortController();
    const onAbort = () => controller.abort();
    input.signal?.addEventListener('abort', onAbort, { once: true });
    const timer = unreachableAfter(provider, limits.firstChunkMs, () => controller.abort());
    try {
      const [{ streamText }, languageModel] = await Promise.all([import('ai'), openModel(options)]);
      throwIfAborted(input.signal);
      const { stream: parts } = streamText({
        model: languageModel,
        instructions: input.system,
        messages: input.messages.map(({ role, text }) => ({ role, content: text })),
        maxOutputTokens: input.maxOutputTokens,
        maxRetries: 0,
        abortSignal: controller.signal,
        telemetry: { isEnabled: false },
        // The SDK's default prints the error, request and all, to the console.
        onError: () => undefined,
      });
      let hasText = false;
      let isFinished = false;
      for await (const part of parts) {
        if (part.type === 'error') throw part.error;
        if (part.type === 'abort') break;
        if (part.type === 'text-delta' || part.type === 'reasoning-delta') timer.restart(limits.chunkMs);
        if (part.type === 'text-delta' && part.text !== '') {
          hasText ||= part.text.trim() !== '';
          yield part.text;
        }
        // A stream that ends without the model's own word for why was cut, however cleanly the socket closed.
        if (part.type === 'finish') isFinished = part.rawFinishReason !== undefined;
      }
      throwIfAborted(input.signal);
      if (timer.expired) throw timer.expired;
      if (!isFinished) throw invalidResponse(provider, 'the answer was cut off');
      if (!hasText) throw invalidResponse(provider, 'the answer is empty');
    } catch (error) {
      throwIfAborted(input.signal);
      throw (timer.expired as AppError | undefined) ?? toProviderError(error, provider, options.now());
    } finally {
      timer.stop();
      input.signal?.removeEventListener('abort', onAbort);
      controller.abort();
    }
  }

  return { id: `${provider}:${model}`, contextTokens: options.contextTokens, stream };
}

/** Address and key are always passed: left out, the SDK would take them from the environment. */
async function openModel({ settings, baseUrl, model, key, fetch: reach }: SdkModelOptions) {
  const fetch = guardFetch(reach);
  if (settings.kind === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ baseURL: baseUrl, apiKey: key ?? '', fetch })(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    name: settings.name,
    baseURL: baseUrl,
    fetch,
    ...(key === null ? {} : { apiKey: key }),
  })(model);
}
