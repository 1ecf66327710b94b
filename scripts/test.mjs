// npm test: set-up, check, build, every test. Arguments go to vitest: npm test -- engine/jobs
import { build } from './build.mjs';
import { check } from './check.mjs';
import { run } from './run.mjs';
import { setUp } from './setup.mjs';

setUp();
const args = process.argv.slice(2);
// A part of the tests is asked for while working; the whole is what counts.
const isWhole = args.length === 0;
if (isWhole) {
  const code = check();
  if (code !== 0) process.exit(code);
}
await build();
process.exit(run('vitest', ['run', ...args]));
