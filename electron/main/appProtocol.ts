import { randomBytes } from 'node:crypto';
import { noncePlaceholder, type PageFile, pagePolicy, scriptPolicy } from '@adiuva/host/page';

export const appScheme = 'app';
export const appOrigin = 'app://adiuva';

/** The pages that may be opened; no other file is one, whatever its name ends in. */
export const pages = { main: '/index.html', quickChat: '/quickChat.html' } as const;

const always: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), usb=()',
};

/**
 * Answers for `app://adiuva`: the built page's files, which were read once and by name, so that no address ever
 * becomes a path on the disk.
 */
export function createAppProtocol(
  files: ReadonlyMap<string, PageFile>,
): (request: Pick<Request, 'url' | 'method'>) => Response {
  return ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405);
    const path = pathOf(url);
    const file = path === null ? undefined : files.get(path);
    if (path === null || !file) return refuse(404);
    const isPage = path.endsWith('.html');
    if (isPage && !Object.values<string>(pages).includes(path)) return refuse(404);
    const nonce = randomBytes(16).toString('base64');
    const body = isPage
      ? file.body.toString('utf8').replaceAll(noncePlaceholder, nonce)
      : new Uint8Array(file.body);
    return new Response(method === 'HEAD' ? null : body, {
      headers: {
        ...always,
        'Content-Type': file.type,
        'Content-Security-Policy': isPage ? pagePolicy(nonce) : policyOf(file),
        'Cache-Control': isPage ? 'no-store' : 'no-cache',
      },
    });
  };
}

function policyOf({ type }: PageFile): string {
  return type.startsWith('text/javascript') ? scriptPolicy : "default-src 'none'";
}

/** Null for an address of another host. */
function pathOf(address: string): string | null {
  const url = URL.parse(address);
  if (!url || url.protocol !== `${appScheme}:` || url.host !== 'adiuva') return null;
  if (url.username || url.password || url.port) return null;
  return url.pathname;
}

function refuse(status: number): Response {
  return new Response(null, {
    status,
    headers: { ...always, 'Content-Security-Policy': "default-src 'none'" },
  });
}

/** Whether an address is one of our pages: what windows load, and what may speak to main. */
export function isOwnPage(address: string): boolean {
  const path = pathOf(address);
  return path !== null && Object.values<string>(pages).includes(path);
}
