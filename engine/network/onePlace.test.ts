import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const engine = fileURLToPath(new URL('..', import.meta.url));
/** What opens a connection in Node without a package. Formats are read by workers that have no network at all. */
const opener =
  /\bfetch\(|globalThis\.fetch|\bnew (WebSocket|EventSource)\b|(from|import\(|require\() ?['"](node:)?(https?|http2|net|tls|dgram|undici)['"]/;
/** Where they stand, and why that is no way out. */
const allowed: Readonly<Record<string, string>> = {
  'modelStore/request.ts': 'asks whether a name is an address; its fetch is the one it is given',
  'modelStore/modelStore.ts': 'the fetch it is given; the system’s own where a test gives none',
  'providers/createProviders.ts': 'the fetch it is given; the system’s own where a test gives none',
  'providers/listModels.ts': 'the fetch it is given',
  'ports/denyNetwork.ts': 'takes the network away',
};

it('is the only place from which the engine could reach anything', () => {
  const found = readdirSync(engine, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => !/(^|\/)testing\//.test(path) && !/^(network|extraction)\//.test(path))
    .filter((path) => opener.test(readFileSync(join(engine, path), 'utf8')))
    .map((path) => relative(engine, join(engine, path)));
  expect(found.filter((path) => !(path in allowed))).toEqual([]);
});
