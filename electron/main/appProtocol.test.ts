import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPageFiles } from '@adiuva/host/page';
import { afterAll, describe, expect, it } from 'vitest';
import { createAppProtocol, isOwnPage } from './appProtocol.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-protocol-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
const write = (name: string, text: string) => writeFileSync(join(folder, 'renderer', name), text);
write(
  'index.html',
  '<meta property="csp-nonce" nonce="__ADIUVA_NONCE__"><style nonce="__ADIUVA_NONCE__"></style>',
);
write('quickChat.html', '<p>quick</p>');
write('other.html', '<p>not a page of ours</p>');
write('assets/main-1.js', 'export {};');
write('assets/engine.wasm', 'x');
writeFileSync(join(folder, 'secret.txt'), 'secret');
const handle = createAppProtocol(readPageFiles(join(folder, 'renderer')));
const get = (url: string, method = 'GET') => handle({ url, method });

describe('the app protocol', () => {
  it('serves the two pages with a policy of their own, under a new nonce each time', async () => {
    const [first, second] = [get('app://adiuva/index.html'), get('app://adiuva/index.html?x#y')];
    const policy = first.headers.get('Content-Security-Policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    const html = await first.text();
    expect(html.split(nonce)).toHaveLength(3);
    expect(html).not.toContain('__ADIUVA_NONCE__');
    expect(await second.text()).not.toContain(nonce);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval(?!')|https?:|ws:|\*/);
    expect(first.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(get('app://adiuva/quickChat.html').status).toBe(200);
  });

  it('tells what each file is, and lets nothing guess', () => {
    const script = get('app://adiuva/assets/main-1.js');
    expect(script.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(script.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
    expect(get('app://adiuva/assets/engine.wasm').headers.get('Content-Type')).toBe('application/wasm');
  });

  it('leads nowhere else', async () => {
    for (const url of [
      'app://adiuva/',
      'app://adiuva/other.html',
      'app://adiuva/../secret.txt',
      'app://adiuva/assets/..%2f..%2fsecret.txt',
      'app://adiuva/assets/%2e%2e/%2e%2e/secret.txt',
      'app://adiuva/assets/..\\..\\secret.txt',
      `app://adiuva/${join(folder, 'secret.txt')}`,
      'app://other/index.html',
      'app://user@adiuva/index.html',
      'app://adiuva:80/index.html',
      'app:index.html',
      'file:///etc/passwd',
      'not an address',
    ]) {
      const answer = get(url);
      expect(answer.status, url).toBe(404);
      expect(await answer.text()).toBe('');
    }
    expect(get('app://adiuva/index.html', 'POST').status).toBe(405);
  });
});

it('knows its own pages', () => {
  expect(isOwnPage('app://adiuva/index.html')).toBe(true);
  expect(isOwnPage('app://adiuva/index.html#/library')).toBe(true);
  expect(isOwnPage('app://adiuva/quickChat.html')).toBe(true);
  for (const address of [
    'app://adiuva/other.html',
    'https://adiuva/index.html',
    'app://evil/index.html',
    'about:blank',
    '',
  ])
    expect(isOwnPage(address), address).toBe(false);
});
