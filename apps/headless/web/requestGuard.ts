import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A name that a browser reaches our socket by. Any other one in `Host` is somebody else's name for it. */
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

export interface RequestGuard {
  /** Of this launch; goes into the printed URL. */
  token: string;
  /**
   * Null when the request names us by a loopback name and our port (a page of another name that resolves here,
   * DNS rebinding, does not) and, where it says which page sent it, that page is ours; else why not.
   */
  refusal(request: IncomingMessage): string | null;
  /** The request comes from our own page: what a browser says of every POST and every WebSocket. */
  hasOwnOrigin(request: IncomingMessage): boolean;
  isToken(candidate: string | undefined): boolean;
}

export function createRequestGuard(port: number): RequestGuard {
  const token = randomBytes(32).toString('base64url');
  const hosts = new Set(loopbackNames.map((name) => `${name}:${port}`));
  // A browser leaves the default port out.
  if (port === 80) for (const name of loopbackNames) hosts.add(name);
  const origins = new Set([...hosts].map((host) => `http://${host}`));

  return {
    token,
    refusal({ headers, headersDistinct }) {
      const given = headersDistinct.host ?? [];
      if (given.length !== 1 || !hosts.has((headers.host ?? '').toLowerCase())) return 'unknown host';
      if (headers.origin !== undefined && !origins.has(headers.origin.toLowerCase())) return 'foreign origin';
      return null;
    },
    hasOwnOrigin: ({ headers }) =>
      headers.origin?.toLowerCase() === `http://${(headers.host ?? '').toLowerCase()}`,
    isToken: (candidate) => candidate !== undefined && timingSafeEqual(digest(candidate), digest(token)),
  };
}

/** Equal lengths whatever was sent, so that the comparison tells nothing. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The token of `Authorization: Bearer …`. */
export function bearerToken({ headers }: IncomingMessage): string | undefined {
  return /^Bearer ([\w-]{1,200})$/.exec(headers.authorization ?? '')?.[1];
}
