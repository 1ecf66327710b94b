import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { z } from 'zod';
import { AppError, type ErrorDetails, throwIfAborted } from '#base';
import { guardFetch } from './guardedFetch.ts';
import { findNetworkCode, retryAfterMs } from './providerError.ts';

export interface ListRequest {
  kind: ProviderSettings['kind'];
  /** As `toBaseUrl` gives it. */
  baseUrl: string;
  key: string | null;
  /** For the whole of it, milliseconds. */
  timeoutMs: number;
  fetch: typeof fetch;
  now(): number;
  signal?: AbortSignal | undefined;
}

/** The form in which Anthropic's service answers; it asks for one with every request. */
const anthropicVersion = '2023-06-01';
/** A list of many hundred models with all their particulars is half a megabyte. */
const maxListLength = 8 * 1024 * 1024;
const maxModels = 5000;
/** As long as a model may be named in a question. */
const longestName = 300;

const names = (models: readonly string[]) =>
  [...new Set(models.filter((name) => name !== '' && name.length <= longestName))].slice(0, maxModels);
const openAiListSchema = z
  .object({ data: z.array(z.object({ id: z.string() })) })
  .transform(({ data }) => names(data.map(({ id }) => id)));
const ollamaListSchema = z
  .object({ models: z.array(z.object({ name: z.string() })) })
  .transform(({ models }) => names(models.map(({ name }) => name)));

/**
 * The names of a service's models, as it gives them.
 *
 * @throws AppError `cancelled`, or one of the provider's codes with what a person can do about it. It never holds the
 *   key, nor the service's own words, which can repeat it.
 */
export async function listModels(request: ListRequest): Promise<string[]> {
  const { kind, baseUrl, signal } = request;
  throwIfAborted(signal);
  const url = kind === 'ollama' ? `${baseUrl.replace(/\/v1$/, '')}/api/tags` : `${baseUrl}/models`;
  const fetch = guardFetch(request.fetch);
  const deadline = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(kind === 'anthropic' ? `${url}?limit=1000` : url, {
      headers: headersOf(request),
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      throw refusal(request, response);
    }
    const schema = kind === 'ollama' ? ollamaListSchema : openAiListSchema;
    const list = schema.safeParse(await readJson(response));
    if (!list.success) throw notThisService(request);
    return list.data;
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof AppError) throw error;
    throw deadline.aborted ? silence(request) : unreachable(request, error);
  }
}

function headersOf({ kind, key }: ListRequest): Record<string, string> {
  // What fetch says of a header it cannot send holds the header.
  if (key !== null && /[^\x21-\x7e]/.test(key)) {
    throw new AppError(
      'provider_rejected',
      'The key holds a space, a line break or a letter that no key has; copy it once more.',
    );
  }
  const accept = { accept: 'application/json' };
  if (kind === 'anthropic') {
    return { ...accept, 'anthropic-version': anthropicVersion, ...(key !== null && { 'x-api-key': key }) };
  }
  return { ...accept, ...(key !== null && { authorization: `Bearer ${key}` }) };
}

/** Undefined for what is no JSON, or too long to be a list. */
async function readJson(response: Response): Promise<unknown> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxListLength) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(request: ListRequest, { status, headers }: Response): AppError {
  const host = hostOf(request);
  const details: ErrorDetails = { status };
  const rejected = (message: string) => new AppError('provider_rejected', message, { details });
  if (status === 401)
    return rejected(
      request.key === null
        ? `${host} asks for a key; enter the one of your account there.`
        : `${host} does not accept the key; check that it is whole and still valid.`,
    );
  if (status === 403)
    return rejected(`${host} refuses: the key may not be used for this, or not from here (403).`);
  if (status >= 300 && status < 400)
    return rejected(`${host} redirects to another address; enter that one, if you trust it.`);
  if (status === 429 || status === 529) {
    const waitMs = retryAfterMs(Object.fromEntries(headers), request.now());
    if (waitMs !== undefined) details.retryAfterMs = waitMs;
    const wait = waitMs === undefined ? 'a while' : `${Math.max(1, Math.ceil(waitMs / 1000))} seconds`;
    return new AppError(
      'provider_rate_limited',
      `${host} asks to wait ${wait}: too many requests, or the account has none left.`,
      { details },
    );
  }
  if (status >= 502 && status <= 504)
    return new AppError(
      'provider_unreachable',
      `${host} is not available now (${status}); try again later.`,
      {
        details,
      },
    );
  if (status >= 500)
    return new AppError('provider_invalid_response', `${host} failed (${status}); try again later.`, {
      details,
    });
  if (status === 400) return rejected(`${host} refuses the request (400). ${addressAdvice(request)}`);
  return notThisService(request, status);
}

function notThisService(request: ListRequest, status?: number): AppError {
  const seen = status === undefined ? 'with something else' : `with ${status}`;
  return new AppError(
    status === undefined ? 'provider_invalid_response' : 'provider_rejected',
    `${hostOf(request)} answers ${seen}, not like ${serviceNames[request.kind]}. ${addressAdvice(request)}`,
    status === undefined ? {} : { details: { status } },
  );
}

const serviceNames: Record<ProviderSettings['kind'], string> = {
  ollama: 'Ollama',
  anthropic: 'Anthropic’s service',
  'openai-compatible': 'an OpenAI-compatible service',
};

function addressAdvice({ kind }: ListRequest): string {
  if (kind === 'ollama') return 'Check the address; Ollama’s is usually http://127.0.0.1:11434.';
  if (kind === 'anthropic') return 'Check the address; Anthropic’s own is https://api.anthropic.com/v1.';
  return 'Check the address; it usually ends in /v1.';
}

function silence(request: ListRequest): AppError {
  const seconds = Math.ceil(request.timeoutMs / 1000);
  return new AppError(
    'provider_unreachable',
    `${hostOf(request)} did not answer within ${seconds} seconds. Check the address, and that the service is running.`,
    { details: { reason: 'timeout', limitMs: request.timeoutMs } },
  );
}

function unreachable(request: ListRequest, error: unknown): AppError {
  const host = hostOf(request);
  const code = findNetworkCode(error);
  return new AppError('provider_unreachable', describeFailure(request, host, code), {
    details: { reason: code ?? 'connection' },
  });
}

function describeFailure({ kind }: ListRequest, host: string, code: string | undefined): string {
  switch (code) {
    case 'ECONNREFUSED':
      return kind === 'ollama'
        ? `Nobody answers at ${host}. Is Ollama running? Start it, or check the address.`
        : `Nobody answers at ${host}. Check that the service is running, and the port of its address.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no machine named ${host}, or this one has no connection. Check the address.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${host} cannot be reached from here. Check the connection and the address.`;
    case undefined:
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return `The connection to ${host} broke. Check whether its address begins with http:// or https://.`;
    default:
      return `The certificate of ${host} is not trusted here (${code}). Check the address; add the certificate to this system, if it is your own.`;
  }
}

/** Of the address only this is shown: its other parts can hold a key. */
function hostOf({ baseUrl }: ListRequest): string {
  return URL.parse(baseUrl)?.host ?? 'The service';
}
