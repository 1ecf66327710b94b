// Bundles what runs: the headless host with its workers, the desktop's processes, and the page. Built again only when a source changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run.mjs';
import { root } from './runtime.mjs';
import { setUp } from './setup.mjs';

const targets = [
  {
    name: 'headless',
    config: 'apps/headless/vite.config.ts',
    sources: ['contracts', 'wire', 'native', 'models', 'engine', 'host', 'apps/headless'],
  },
  {
    name: 'electron',
    config: 'electron/vite.config.ts',
    modes: ['main', 'preload', 'utility'],
    sources: ['contracts', 'wire', 'native', 'models', 'engine', 'host', 'electron'],
  },
  { name: 'renderer', config: 'renderer/vite.config.ts', sources: ['contracts', 'wire', 'renderer'] },
];

/** @throws Error when a target does not build */
export async function build() {
  for (const { name, config, modes = ['production'], sources } of targets) {
    const stampFile = join(root, 'out', `${name}.stamp`);
    const stamp = stampOf([...sources, 'scripts/packagesWithFiles.mjs', 'package-lock.json']);
    const isThere = existsSync(stampFile) && existsSync(join(root, 'out', name));
    if (isThere && readFileSync(stampFile, 'utf8') === stamp) continue;
    process.stderr.write(`Building ${name}…\n`);
    rmSync(stampFile, { force: true });
    // stdout stays free for whoever asked.
    const code = modes
      .map((mode) => ['build', '--config', config, '--mode', mode, '--logLevel', 'warn'])
      .reduce((failed, args) => failed || run('vite', args, { stdio: ['ignore', 2, 2] }), 0);
    if (code !== 0) throw new Error(`${name} could not be built; the reason stands above.`);
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(stampFile, stamp);
  }
}

/** Changes when any source does: a hash over paths, sizes and times. */
function stampOf(sources) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stats = statSync(path);
    if (!stats.isDirectory()) return void hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) {
      if (name !== 'node_modules' && !name.endsWith('.test.ts') && !name.endsWith('.test.tsx'))
        visit(join(path, name));
    }
  };
  for (const source of sources) visit(join(root, source));
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  setUp();
  await build();
}
