import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeFlags } from '../scripts/runtime.mjs';
import { engineFlags, jsFlags } from './processes/index.ts';

const out = fileURLToPath(new URL('../out/electron/', import.meta.url));
const isBuilt = existsSync(join(out, 'main', 'main.js'));
const read = (name: string) => readFileSync(join(out, name), 'utf8');
/** What a bundle takes from outside itself, however it says so. */
const imports = (text: string) =>
  [
    ...text.matchAll(
      /^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"']+)["']\)|\brequire\(["']([^"']+)["']\)/gm,
    ),
  ].flatMap(([, first, second, third]) => first ?? second ?? third ?? []);

describe.skipIf(!isBuilt)('the bundles (npm run build)', () => {
  it('preload: one CommonJS file that requires Electron and nothing else, and knows no method', () => {
    expect(readdirSync(join(out, 'preload')).filter((name) => !name.endsWith('.map'))).toEqual([
      'preload.cjs',
    ]);
    const preload = read('preload/preload.cjs');
    expect(imports(preload)).toEqual(['electron']);
    expect(preload).not.toMatch(/^\s*(?:import|export)\s/m);
    expect(preload).not.toMatch(/\b(?:process|Buffer|__dirname|eval|Function)\b/);
    expect(preload).not.toMatch(/shell\.\w+["'`]/);
    // Electron's own objects stay inside: nothing but the three functions is exposed.
    expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
    expect(preload).not.toMatch(/postMessage\([^)]*["']\*["']/);
  });

  it('main: Electron, Node and our own code; no engine, no database, no parser, no model', () => {
    const files = readdirSync(join(out, 'main'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    for (const file of files) {
      const text = read(join('main', file));
      const outside = imports(text).filter((name) => !name.startsWith('.'));
      expect(outside.filter((name) => !isBuiltin(name) && name !== 'electron')).toEqual([]);
      // Rolldown names the file that each piece came from.
      expect(text).not.toMatch(/^\/\/#?\s?(?:region )?(?:engine|native|models|host\/session)\//m);
      expect(text).not.toMatch(
        /better-sqlite3|onnxruntime|pdfium|node:(?:http|https|net|tls|child_process)\b/,
      );
    }
  });

  it('main: every item of the security checklist that is one setting', () => {
    const main = read('main/main.js');
    for (const setting of [
      'sandbox: true',
      'contextIsolation: true',
      'nodeIntegration: false',
      'nodeIntegrationInWorker: false',
      'nodeIntegrationInSubFrames: false',
      'webSecurity: true',
      'webviewTag: false',
      'allowRunningInsecureContent: false',
      'app.enableSandbox()',
    ])
      expect(main).toContain(setting);
    for (const never of [
      'bypassCSP',
      'file://',
      'loadFile(',
      'enableBlinkFeatures',
      'crashReporter',
      'ipcMain.on(',
    ])
      expect(main).not.toContain(never);
    expect(main.match(/ipcMain\.handle\(/g)).toHaveLength(1);
    expect(main.match(/shell\.openExternal\(/g)).toHaveLength(1);
  });

  it('utility: plain Node; each process has an entry of its own', () => {
    const entries = readdirSync(join(out, 'utility')).filter((name) => name.endsWith('.js'));
    expect(entries.sort()).toEqual([
      'engine.js',
      'extraction.js',
      'inference.js',
      'media.js',
      'ocr.js',
      'pdfPages.js',
      'speech.js',
      'storage.js',
      'transcription.js',
    ]);
    for (const entry of readdirSync(join(out, 'utility'), { recursive: true, encoding: 'utf8' })) {
      if (entry.endsWith('.js')) expect(imports(read(join('utility', entry)))).not.toContain('electron');
    }
    // What reads strangers' files has no database and no network.
    for (const entry of ['extraction.js', 'ocr.js']) {
      const all = reachable(join('utility', entry)).map(read).join('\n');
      expect(all, entry).not.toContain('better-sqlite3');
      expect(read(join('utility', entry)), entry).toContain('denyNetwork();');
    }
  });
});

/** A bundle and the chunks that it loads, at once or later. */
function reachable(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  const folder = join(entry, '..');
  const next = imports(read(entry))
    .filter((name) => name.startsWith('.'))
    .map((name) => join(folder, name));
  // Comments of packages name files of theirs that are in no bundle.
  const there = next.filter((name) => existsSync(join(out, name)));
  return [entry, ...there.flatMap((name) => reachable(name, seen))];
}

it('the processes of the engine run under the flags that plain Node is started with', () => {
  // Chromium's V8 is newer than Node's: it inlines such calls by itself.
  const v8Flags = nodeFlags.filter((flag) => !/^--(?:disable-warning|wasm-inlining)/.test(flag));
  expect(engineFlags).toEqual(v8Flags);
  expect(jsFlags(['--a', '--b=1'])).toBe('--js-flags=--a --b=1');
});
