import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { nodeFlags, root } from './scripts/runtime.mjs';

// Tests start hundreds of real processes and threads from source: each finds it compiled, and starts in half the time.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');

export default defineConfig({
  test: {
    include: ['{contracts,wire,native,models,engine,host,electron,renderer,apps,scripts}/**/*.test.{ts,tsx}'],
    pool: 'forks',
    execArgv: [...nodeFlags],
    // Real workers run beside the tests: more at once would measure the machine's patience.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './scripts/plainSummary.mjs'],
  },
});
