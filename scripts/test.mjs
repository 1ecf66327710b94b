// npm test: set-up, check, build, every test. Arguments go to vitest: npm test -- engine/jobs
// --kill-rounds=200 makes the kill test as long as it can be: npm test -- --kill-rounds=200 engine/killStorm
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const folder = mkdtempSync(join(tmpdir(), 'adiuva-test-report-'));
const report = join(folder, 'report.json');
const env = {
  ADIUVA_TEST_REPORT: report,
  ...(killRounds && { ADIUVA_KILL_ROUNDS: killRounds }),
};
let code = run('vitest', ['run', ...args], { env });
const aborted = code === 0 ? [] : readAborted();
if (aborted.length > 0) {
  // Said aloud, and once only: what aborts twice has another reason.
  process.stdout.write(`\nV8 aborted in ${aborted.join(', ')} (nodejs/node#64500); once more:\n`);
  code = run('vitest', ['run', ...aborted], { env });
}
rmSync(folder, { recursive: true, force: true });
process.exit(code);

function readAborted() {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).aborted;
  } catch {
    return [];
  }
}
