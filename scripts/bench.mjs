// npm run bench [-- NAME…] [--json FILE]: the suites, one after the other, each against its peers in the same run.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { run } from './run.mjs';
import { root } from './runtime.mjs';
import { setUp } from './setup.mjs';

setUp();
const bench = join(root, 'bench');
if (!existsSync(join(bench, 'node_modules'))) {
  process.stderr.write('Installing the peers to measure against (once)…\n');
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: bench,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) process.exit(status ?? 1);
}
await build();
// Its types need the peers, so they are checked here and not by npm run check.
const types = run('typescript', ['-p', join(bench, 'tsconfig.json')], { stdio: ['ignore', 2, 2] });
if (types !== 0) process.exit(types);
process.exit(run(join(bench, 'main.ts'), process.argv.slice(2), { nodeArgs: ['--expose-gc'] }));
