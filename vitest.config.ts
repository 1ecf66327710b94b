import { defineConfig } from 'vitest/config';
import { nodeFlags } from './scripts/runtime.mjs';

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
