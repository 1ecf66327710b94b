// Format, lint, types and layers: everything that can be wrong without running.
import { pathToFileURL } from 'node:url';
import { run } from './run.mjs';
import { setUp } from './setup.mjs';

const rooms = ['contracts', 'wire', 'native', 'models', 'engine', 'host', 'electron', 'renderer', 'apps'];

/** @returns 0 when all is well */
export function check() {
  const steps = [
    ['format and lint', '@biomejs/biome', ['check', '--error-on-warnings']],
    ['types (node)', 'typescript', ['-p', 'tsconfig.node.json']],
    ['types (preload)', 'typescript', ['-p', 'electron/preload/tsconfig.json']],
    ['types (browser)', 'typescript', ['-p', 'tsconfig.web.json']],
    ['layers', 'dependency-cruiser', [...rooms, '--config', '.dependency-cruiser.mjs']],
  ];
  for (const [what, name, args] of steps) {
    const started = Date.now();
    const code = run(name, args);
    if (code !== 0) {
      process.stderr.write(`check failed: ${what}\n`);
      return code;
    }
    process.stderr.write(`ok: ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
  }
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  setUp();
  process.exit(check());
}
