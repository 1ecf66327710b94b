import { AppError, type ErrorDetails } from '#base';

interface CallFailure {
  statusCode?: number | undefined;
  responseHeaders?: Record<string, string> | undefined;
}

/**
 * What the SDK threw or streamed, as an error of ours. Neither the service's own words nor the request go along:
 * both can hold the key or the user's text.
 */
export function toProviderError(error: unknown, provider: string, now: number): AppError {
  for (const cause of chain(error)) if (cause instanceof AppError) return cause;
  const { statusCode, responseHeaders } = findFailure(error);
  if (statusCode !== undefined && (statusCode < 200 || statusCode > 299)) {
    return fromStatus(statusCode, responseHeaders ?? {}, provider, now);
  }
  const kind = errorType(error);
  if (kind === 'overloaded_error' || kind === 'rate_limit_error') {
    return new AppError('provider_rate_limited', `${name(provider)} is overloaded; try again in a moment.`, {
      details: { provider },
    });
  }
  const networkCode = findNetworkCode(error);
  if (networkCode) {
    return new AppError(
      'provider_unreachable',
      `${name(provider)} did not answer (${networkCode}). Check that it is running and its address is right.`,
      { details: { provider, reason: networkCode } },
    );
  }
  return invalidResponse(provider, 'its answer could not be read');
}

export function invalidResponse(provider: string, what: string): AppError {
  return new AppError('provider_invalid_response', `${name(provider)} gave no usable answer: ${what}.`, {
    details: { provider },
  });
}

function fromStatus(
  status: number,
  headers: Record<string, string>,
  provider: string,
  now: number,
): AppError {
  const details: ErrorDetails = { provider, status };
  const waitMs = retryAfterMs(headers, now);
  if (status === 429 || status === 529 || (status === 503 && waitMs !== undefined)) {
    if (waitMs !== undefined) details.retryAfterMs = waitMs;
    const wait = waitMs === undefined ? 'a moment' : `${Math.max(1, Math.ceil(waitMs / 1000))} seconds`;
    return new AppError('provider_rate_limited', `${name(provider)} asks to wait ${wait}.`, { details });
  }
  if (status === 401 || status === 403) {
    return new AppError('provider_rejected', `${name(provider)} does not accept the key (${status}).`, {
      details,
    });
  }
  if (status === 404) {
    return new AppError('provider_rejected', `${name(provider)} does not know this model or address (404).`, {
      details,
    });
  }
  if (status >= 300 && status < 400) {
    return new AppError(
      'provider_rejected',
      `${name(provider)} redirects elsewhere; enter its final address.`,
      {
        details,
      },
    );
  }
  if (status === 408 || (status >= 502 && status <= 504)) {
    return new AppError('provider_unreachable', `${name(provider)} is not available (${status}).`, {
      details,
    });
  }
  if (status >= 500) {
    return new AppError('provider_invalid_response', `${name(provider)} failed (${status}).`, { details });
  }
  return new AppError('provider_rejected', `${name(provider)} refused the request (${status}).`, { details });
}

function name(provider: string): string {
  return `The language model service “${provider}”`;
}

/** RFC 9110, 10.2.3: seconds or an HTTP date; `retry-after-ms` is what OpenAI and Anthropic add. */
export function retryAfterMs(headers: Record<string, string>, now: number): number | undefined {
  const exact = Number(headers['retry-after-ms'] || Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The SDK wraps: the failure is the error, its last error (RetryError) or its cause. */
function findFailure(error: unknown): CallFailure {
  for (const candidate of chain(error)) {
    if ('statusCode' in candidate && typeof candidate.statusCode === 'number')
      return candidate as CallFailure;
  }
  return {};
}

/** Why a connection was not made, by the name of the system, of TLS or of fetch; undefined where it is none of those. */
export function findNetworkCode(error: unknown): string | undefined {
  for (const candidate of chain(error)) {
    const code = 'code' in candidate ? candidate.code : undefined;
    if (typeof code === 'string' && unreachableCodes.has(code)) return code;
  }
  return undefined;
}

/** A socket that breaks while the answer is written is a cut stream, so UND_ERR_SOCKET is not among these. */
const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

function errorType(error: unknown): string | undefined {
  for (const candidate of chain(error)) {
    if ('type' in candidate && typeof candidate.type === 'string') return candidate.type;
  }
  return undefined;
}

function* chain(error: unknown): Generator<object> {
  const seen = new Set<object>();
  const queue: unknown[] = [error];
  while (queue.length > 0 && seen.size < 20) {
    const next = queue.shift();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    yield next;
    if ('lastError' in next) queue.push(next.lastError);
    if ('cause' in next) queue.push(next.cause);
    if ('error' in next) queue.push(next.error);
    if ('errors' in next && Array.isArray(next.errors)) queue.push(...next.errors.slice(0, 4));
  }
}
