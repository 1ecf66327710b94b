// npm test: set-up, check, build, every test. Arguments go to vitest: npm test -- engine/jobs
// --kill-rounds=200 makes the kill test as long as it can be: npm test -- --kill-rounds=200 engine/killStorm
import { build } from './build.mjs';
import { check } from './check.mjs';
import { run } from './run.mjs';
import { setUp } from './setup.mjs';

setUp();
const killRounds = process.argv.find((argument) => argument.startsWith('--kill-rounds='))?.split('=')[1];
const args = process.argv.slice(2).filter((argument) => !argument.startsWith('--kill-rounds='));
// A part of the tests is asked for while working; the whole is what counts.
const isWhole = args.length === 0;
if (isWhole) {
  const code = check();
  if (code !== 0) process.exit(code);
}
await build();
process.exit(run('vitest', ['run', ...args], { env: killRounds ? { ADIUVA_KILL_ROUNDS: killRounds } : {} }));
