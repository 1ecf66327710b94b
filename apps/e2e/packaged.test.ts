import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createPackage, extractAll, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from 'playwright-core';
import { preProcessFile } from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pack } from '../../scripts/package.mjs';
import { nodeFlags } from '../../scripts/runtime.mjs';
import { pageAt } from './drivers/pages.ts';
import { findChromium, missingBrowser } from './harness/index.ts';
import { ask, questionField, viewer, welcomeDialog } from './scenarios/moves.ts';
import { launchStandIn } from './standIn/index.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const isBuilt = existsSync(join(root, 'out', 'electron', 'main', 'main.js'));

/** What fuses are looked for by in Electron's binary; the bytes after it are version, count and one state each. */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder: string;
let resources: string;
let inside: string;
let paths: string[];

/** The form of Electron's own distribution for Linux, with nothing in it. */
async function makeElectron(at: string): Promise<void> {
  mkdirSync(join(at, 'resources'), { recursive: true });
  mkdirSync(join(at, 'locales'));
  const fuses = Buffer.from([1, 9, ...Array.from({ length: 9 }, () => FuseState.ENABLE)]);
  const binary = Buffer.concat([Buffer.alloc(256, 1), Buffer.from(fuseSentinel), fuses, Buffer.alloc(64)]);
  writeFileSync(join(at, 'electron'), binary, { mode: 0o755 });
  writeFileSync(join(at, 'version'), '45.4.1');
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'icudtl.dat',
    'locales/en-US.pak',
    'locales/fr.pak',
  ])
    writeFileSync(join(at, name), 'x');
  const empty = join(at, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'package.json'), '{}');
  await createPackage(empty, join(at, 'resources', 'default_app.asar'));
  rmSync(empty, { recursive: true });
}

function filesOf(at: string): string[] {
  return readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(at, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

describe.skipIf(!isBuilt || process.platform !== 'linux')(
  'the packed desktop (Linux, over a stand-in for Electron’s files)',
  () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'adiuva-package-'));
      await makeElectron(join(folder, 'electron'));
      const code = pack({
        isFolder: true,
        electronDist: join(folder, 'electron'),
        output: join(folder, 'release'),
      });
      expect(code).toBe(0);
      resources = join(folder, 'release', 'linux-unpacked', 'resources');
      paths = listPackage(join(resources, 'app.asar'), { isPack: false }).map((path) =>
        path.slice(1).split(sep).join('/'),
      );
      inside = join(folder, 'inside');
      extractAll(join(resources, 'app.asar'), inside);
    }, 120_000);

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('holds what it runs from', () => {
      for (const path of [
        'package.json',
        'out/electron/main/main.js',
        'out/electron/preload/preload.cjs',
        ...[
          'engine',
          'extraction',
          'pdfPages',
          'ocr',
          'inference',
          'storage',
          'media',
          'speech',
          'transcription',
        ].map((name) => `out/electron/utility/${name}.js`),
        'out/renderer/index.html',
        'out/renderer/quickChat.html',
        'resources/icons/icon.png',
        'resources/sample-library',
      ])
        expect(paths).toContain(path);
      expect(JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8'))).toMatchObject({
        main: 'out/electron/main/main.js',
        type: 'module',
      });
    });

    it('is known to a Linux desktop by one name, and by the types of files that it opens', () => {
      const settings = readFileSync(join(root, 'electron', 'packaging', 'electron-builder.yml'), 'utf8');
      const [, name] = /^ {2}executableName: (.+)$/m.exec(settings) ?? [];
      // Portals, links and the dock know a program by the name of its entry.
      expect(JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8'))).toMatchObject({
        desktopName: `${name}.desktop`,
      });
      expect(settings).toMatch(/^ {2}syncDesktopName: true$/m);
      const count = (pattern: RegExp) => settings.match(pattern)?.length ?? 0;
      expect(count(/\bext: /g)).toBeGreaterThan(0);
      expect(count(/\bmimeType: [a-z]+\/[\w.+-]+/g)).toBe(count(/\bext: /g));
    });

    it('leaves out sources, maps, tests, tools and other systems', () => {
      const packages = new Set(
        paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1] ?? []),
      );
      for (const tool of [
        'electron',
        'electron-builder',
        'vite',
        'vitest',
        'typescript',
        'playwright-core',
        'react',
      ])
        expect([...packages]).not.toContain(tool);
      const wrong = paths.filter(
        (path) =>
          /\.map$|\.d\.[cm]?ts$|\.test\.|cuda|tensorrt|rocm/i.test(path) ||
          (/\.(node|so[.\d]*|dylib|dll)$/.test(path) && /win32|darwin|arm|musl|android|riscv/i.test(path)),
      );
      expect(wrong).toEqual([]);
      // No word of the machine it was packed on.
      for (const path of filesOf(join(inside, 'out')))
        if (/\.(c?js|html|css)$/.test(path))
          expect(readFileSync(join(inside, 'out', path), 'utf8').includes(root), path).toBe(false);
    });

    it('has outside of its archive what the system’s loader opens, and nothing else', () => {
      const outside = filesOf(join(resources, 'app.asar.unpacked'));
      expect(outside.filter((path) => !/\.node$|\.so(\.[\d.]+)?$/.test(path))).toEqual([]);
      for (const name of [
        'better-sqlite3/',
        'sqlite-vec-',
        'onnxruntime-node/',
        'tokenizers/',
        '@img/sharp-',
      ])
        expect(
          outside.some((path) => path.includes(name)),
          name,
        ).toBe(true);
      expect(
        readdirSync(resources)
          .filter((name) => !name.startsWith('app.asar'))
          .sort(),
      ).toEqual([]);
      expect(readdirSync(join(dirname(resources), 'locales'))).toEqual(['en-US.pak']);
    });

    it('stays under 200 MB beside Electron itself', () => {
      const sizes = filesOf(resources).map((path) => statSync(join(resources, path)).size);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300e6);
    });

    it('has its fuses set', async () => {
      const fuses = await getCurrentFuseWire(join(folder, 'release', 'linux-unpacked', 'adiuva'));
      expect(fuses).toMatchObject({
        [FuseV1Options.RunAsNode]: FuseState.DISABLE,
        [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
        [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
        [FuseV1Options.EnableCookieEncryption]: FuseState.ENABLE,
        [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
        [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
        [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
      });
    });

    it('resolves every import of its bundles from inside', () => {
      const bundles = filesOf(join(inside, 'out', 'electron')).filter((path) => /\.c?js$/.test(path));
      const wanted = new Set<string>();
      for (const bundle of bundles) {
        const file = join(inside, 'out', 'electron', bundle);
        const text = readFileSync(file, 'utf8');
        for (const { fileName: name } of preProcessFile(text, true, true).importedFiles) {
          if (name === 'electron' || isBuiltin(name)) continue;
          if (name.startsWith('.'))
            expect(existsSync(join(dirname(file), name)), `${bundle}: ${name}`).toBe(true);
          else wanted.add(name);
        }
      }
      expect(wanted.size).toBeGreaterThan(5);
      const from = createRequire(pathToFileURL(join(inside, 'out', 'electron', 'utility', 'engine.js')));
      for (const name of wanted) expect(from.resolve(name).startsWith(inside), name).toBe(true);
    });

    it('runs its native parts from inside', () => {
      const program = `
      const { default: Database } = await import('better-sqlite3');
      const { getLoadablePath } = await import('sqlite-vec');
      const database = new Database(':memory:');
      database.loadExtension(getLoadablePath());
      const { InferenceSession } = await import('onnxruntime-node');
      const { default: sharp } = await import('sharp');
      const picture = await sharp({ create: { width: 2, height: 3, channels: 3, background: '#f00' } }).webp().toBuffer();
      const { Tokenizer } = await import('tokenizers');
      const { init } = await import('@hyzyla/pdfium').then((pdfium) => ({ init: pdfium.PDFiumLibrary.init }));
      const { libarchiveWasm } = await import('libarchive-wasm');
      const libheif = await import('libheif-js/wasm-bundle.js');
      const fs = await import('node:fs');
      const { fileURLToPath } = await import('node:url');
      const data = fs.statSync(fileURLToPath(import.meta.resolve('@tesseract.js-data/eng/package.json')));
      const core = await import('tesseract.js-core/tesseract-core-simd-lstm.js');
      console.log(JSON.stringify({
        vec: database.prepare('select vec_version()').pluck().get(),
        onnx: typeof InferenceSession.create,
        picture: picture.length > 0,
        tokenizer: typeof Tokenizer.fromString,
        pdfium: typeof init,
        archive: typeof libarchiveWasm,
        heif: typeof libheif,
        data: data.isFile(),
        ocr: typeof core.default,
      }));
    `;
      const file = join(inside, 'out', 'electron', 'utility', 'probe.mjs');
      writeFileSync(file, program);
      const output = execFileSync(
        process.execPath,
        [...process.execArgv.filter((one) => one.startsWith('--no-memory')), file],
        {
          cwd: folder,
          encoding: 'utf8',
          env: { PATH: process.env.PATH, ORT_DISABLE_TELEMETRY: '1' },
        },
      );
      expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({
        vec: 'v0.1.9',
        onnx: 'function',
        picture: true,
        tokenizer: 'function',
        pdfium: 'function',
        archive: 'function',
        heif: 'object',
        data: true,
        ocr: 'function',
      });
    });

    it.skipIf(missingBrowser() !== '')(
      `answers from the sample library with nothing but what is packed${missingBrowser()}`,
      async () => {
        // As it lies when it is installed: by the archive's name, and beside it what the system's loader opens.
        const installed = join(folder, 'installed');
        const app = join(installed, 'app.asar');
        mkdirSync(installed);
        renameSync(inside, app);
        symlinkSync(join(resources, 'app.asar.unpacked'), `${app}.unpacked`);
        // SQLite opens its extension by itself: Electron, which leads all else out of the archive, is not asked.
        for (const path of filesOf(app)) if (/sqlite-vec-.*\.so$/.test(path)) rmSync(join(app, path));

        const home = join(folder, 'home');
        const { ADIUVA_SOURCE: _source, NODE_PATH: _path, ...environment } = process.env;
        const running = launchStandIn({
          entry: join(app, 'out', 'electron', 'main', 'main.js'),
          appPath: app,
          chromium: findChromium() ?? '',
          nodeFlags,
          env: { ...environment, ADIUVA_HOME: home, XDG_CONFIG_HOME: join(folder, 'config') },
        });
        try {
          const browser = await chromium.connectOverCDP(await running.control.endpoint(), { isLocal: true });
          const [context] = browser.contexts();
          if (!context) throw new Error('The browser has no context.');
          const page = await pageAt(context, /index\.html/);
          const welcome = welcomeDialog(page);
          const button = (name: string) => welcome.getByRole('button', { name, exact: true });
          await welcome.getByRole('checkbox', { name: 'Try it with the sample library' }).check();
          while ((await button('Start').count()) === 0) await button('Next').click();
          await button('Start').click();
          await questionField(page).waitFor();
          const table = page.getByRole('grid', { name: 'Documents' });
          await page.getByRole('button', { name: 'Library', exact: true }).click();
          await expect
            .poll(() => table.getByText('Ready', { exact: true }).count(), { timeout: 60_000 })
            .toBe(10);
          await page.getByRole('button', { name: 'Chat', exact: true }).click();
          await ask(page, 'How long is the warranty on the kiln Vesta 200?');
          await page
            .getByRole('button', { name: /^Source \d+: .*quote/i })
            .first()
            .click();
          await viewer(page).locator('canvas').first().waitFor();
          await browser.close();
        } finally {
          await running.control.quit().catch(() => undefined);
          const timer = setTimeout(() => running.child.kill('SIGKILL'), 20_000);
          const { code, stderr } = await running.ended;
          clearTimeout(timer);
          expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        }
        expect(readdirSync(join(home, 'sample-library')).length).toBe(10);
      },
      120_000,
    );
  },
);
