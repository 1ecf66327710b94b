import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtFileNames, builtRuntimeFolder, hasBuiltRuntime, whisperVersion } from '../builtRuntime.ts';

/*
 * A step of a release, for who builds installers: whisper.cpp for every kind of processor of this platform, and for
 * Vulkan or Metal. It wants cmake, a C++ compiler and, for Vulkan, its headers and glslc. Everybody else runs on
 * prebuilt packages.
 *
 *   node scripts/buildWhisper.mjs [--quick] [--no-gpu] [--jobs N] [--folder DIR]
 *
 * --quick: for this machine's processor alone and without graphics; two minutes, for benches.
 */

/** The package carries the whole source of whisper.cpp; nothing else of it is used. */
const source = {
  package: 'nodejs-whisper',
  version: '0.3.1',
  integrity:
    'sha512-ceoilUVraRuR5FnNyXpGQT2auAR48Oc3AQBEmkXnVpSn9iN6yVRzQBFCqVTGWbk6Wdi95NhvwXNzFvuR7erLWw==',
  folder: 'package/cpp/whisper.cpp',
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'no-gpu': { type: 'boolean', default: false },
    jobs: { type: 'string', default: String(availableParallelism()) },
    folder: { type: 'string', default: builtRuntimeFolder() },
  },
});

const work = mkdtempSync(join(tmpdir(), 'adiuva-whisper-'));
try {
  const sources = fetchSource(work);
  const built = build(sources, join(work, 'build'));
  collect(built, values.folder);
  if (!hasBuiltRuntime(values.folder)) fail('The build is there, but not all of its files are.');
  say(`whisper.cpp ${whisperVersion} is in ${values.folder}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function fetchSource(folder: string): string {
  say(`Fetching ${source.package}@${source.version} for the source of whisper.cpp`);
  run(
    'npm',
    ['pack', '--silent', '--pack-destination', folder, `${source.package}@${source.version}`],
    folder,
  );
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive) fail('npm fetched nothing.');
  const sum = createHash('sha512')
    .update(readFileSync(join(folder, archive)))
    .digest('base64');
  if (`sha512-${sum}` !== source.integrity) fail('What npm fetched is not what is expected.');
  run('tar', ['-xzf', archive], folder);
  const sources = join(folder, source.folder);
  const project = readFileSync(join(sources, 'CMakeLists.txt'), 'utf8');
  if (!project.includes(`VERSION ${whisperVersion}`)) fail(`It is not whisper.cpp ${whisperVersion}.`);
  return sources;
}

function build(sources: string, folder: string): string {
  const hasGpu = !values.quick && !values['no-gpu'];
  const isMac = process.platform === 'darwin';
  const hasVulkan = hasGpu && !isMac;
  if (hasVulkan && spawnSync('glslc', ['--version']).status !== 0)
    fail('Vulkan needs glslc and the headers of Vulkan; install them, or give --no-gpu.');
  const options = {
    CMAKE_BUILD_TYPE: 'Release',
    BUILD_SHARED_LIBS: 'ON',
    CMAKE_BUILD_WITH_INSTALL_RPATH: 'ON',
    CMAKE_INSTALL_RPATH: isMac ? '@loader_path' : '$ORIGIN',
    CMAKE_PLATFORM_NO_VERSIONED_SONAME: 'ON',
    // A part for each kind of processor, the best one chosen when it starts; or this machine's alone.
    GGML_BACKEND_DL: values.quick ? 'OFF' : 'ON',
    GGML_NATIVE: values.quick ? 'ON' : 'OFF',
    GGML_CPU_ALL_VARIANTS: values.quick ? 'OFF' : 'ON',
    // One library less that has to be on the machine; threads are ggml's own.
    GGML_OPENMP: 'OFF',
    GGML_VULKAN: hasVulkan ? 'ON' : 'OFF',
    GGML_METAL: hasGpu && isMac ? 'ON' : 'OFF',
    GGML_METAL_EMBED_LIBRARY: 'ON',
    GGML_BLAS: 'OFF',
    WHISPER_BUILD_TESTS: 'OFF',
    WHISPER_BUILD_SERVER: 'OFF',
  };
  const flags = Object.entries(options).map(([name, value]) => `-D${name}=${value}`);
  say('Building; minutes');
  run('cmake', ['-S', sources, '-B', folder, ...flags], work);
  const common = ['--build', folder, '--config', 'Release', '--parallel', values.jobs];
  run('cmake', [...common, '--target', 'whisper-cli'], work);
  return folder;
}

/** Lays every library and the program into one folder. */
function collect(built: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { program } = builtFileNames();
  const isWanted = (name: string) =>
    name === program || /^(lib)?(whisper|ggml)[\w-]*\.(so|dylib|dll)$/.test(name);
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory() || !isWanted(entry.name)) continue;
    copyFileSync(join(entry.parentPath, entry.name), join(folder, entry.name));
  }
  copyFileSync(join(work, source.folder, 'LICENSE'), join(folder, 'LICENSE'));
}

function run(program: string, args: readonly string[], cwd: string): void {
  const isScript = process.platform === 'win32' && program === 'npm';
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 2, 2], shell: isScript });
  if (error) fail(`${program} does not run here: ${error.message}`);
  if (status !== 0) fail(`${program} ended with ${status}.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(line: string): never {
  say(line);
  process.exit(1);
}
