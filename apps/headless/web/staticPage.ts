import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { noncePlaceholder, pagePolicy, readPageFiles, scriptPolicy } from '@adiuva/host/page';

export type StaticHandler = (request: IncomingMessage, response: ServerResponse, path: string) => void;

/** The built page and its files. */
export function createStaticPage(folder: string): StaticHandler {
  const files = readPageFiles(folder);
  const textOf = (file: string) => files.get(file)?.body.toString('utf8');
  const pages = new Map([
    ['/', textOf('/index.html')],
    ['/quickChat.html', textOf('/quickChat.html')],
  ]);

  return (request, response, path) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return sendText(response, 405, 'Only GET and HEAD.');
    }
    if (pages.has(path)) return sendPage(request, response, pages.get(path));
    // A page has one address, with its policy; `/index.html` is not a second one of `/`.
    const file = path.endsWith('.html') ? undefined : files.get(path);
    if (!file) return sendText(response, 404, 'Not found.');
    const isHashed = path.startsWith('/assets/');
    response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('ETag', file.etag);
    if (file.type.startsWith('text/javascript')) response.setHeader('Content-Security-Policy', scriptPolicy);
    if (request.headers['if-none-match'] === file.etag) {
      response.statusCode = 304;
      response.end();
      return;
    }
    response.setHeader('Content-Type', file.type);
    response.setHeader('Content-Length', file.body.length);
    response.end(request.method === 'HEAD' ? undefined : file.body);
  };
}

function sendPage(request: IncomingMessage, response: ServerResponse, built: string | undefined): void {
  const nonce = randomBytes(16).toString('base64');
  const html = (built ?? notBuiltPage).replaceAll(noncePlaceholder, nonce);
  response.statusCode = built === undefined ? 503 : 200;
  // Some browsers do not count a WebSocket among 'self'.
  response.setHeader('Content-Security-Policy', pagePolicy(nonce, [`ws://${request.headers.host ?? ''}`]));
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(request.method === 'HEAD' ? undefined : html);
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
