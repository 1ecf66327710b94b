import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { pagePolicy } from './securityHeaders.ts';

/** What Vite writes wherever a nonce belongs (`html.cspNonce` in renderer/vite.config.ts). */
const noncePlaceholder = '__ADIUVA_NONCE__';

export type StaticHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/** The built page and its files, known by name from the start: no other path reaches the disk. */
export function createStaticPage(folder: string): StaticHandler {
  const index = join(folder, 'index.html');
  const isBuilt = existsSync(index);
  const html = isBuilt ? readFileSync(index, 'utf8') : notBuiltPage;
  const files = isBuilt
    ? sirv(folder, {
        etag: true,
        setHeaders: (response, path) => {
          const isHashed = path.startsWith('/assets/');
          response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      })
    : undefined;

  return (request, response, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return sendText(response, 405, 'Only GET and HEAD.');
    }
    if (path === '/') {
      const nonce = randomBytes(16).toString('base64');
      response.setHeader('Content-Security-Policy', pagePolicy(nonce, request.headers.host ?? ''));
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.statusCode = isBuilt ? 200 : 503;
      response.end(request.method === 'HEAD' ? undefined : html.replaceAll(noncePlaceholder, nonce));
      return;
    }
    // The page's own address is `/` alone, with its policy; its file name is not a second one.
    if (!files || path.endsWith('.html')) return sendText(response, 404, 'Not found.');
    files(request, response, () => sendText(response, 404, 'Not found.'));
  };
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(`${text}\n`);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(value));
}

const notBuiltPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Adiuva</title>
<h1>The page is not built yet</h1>
<p>The engine is running. Build the page once with <code>npm run build</code> (or use <code>npm start</code>), then open this address again.</p>
</html>
`;
