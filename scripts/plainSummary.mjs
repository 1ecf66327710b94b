import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A vitest reporter that closes the run with one plain line of counts. Where `ADIUVA_TEST_REPORT` names a file, it leaves
 * there which test files V8 itself aborted (nodejs/node#64500), for test.mjs to run again, and adds up what an earlier run
 * of the same call left there.
 */
export default class PlainSummary {
  onTestRunEnd(modules, unhandledErrors) {
    const aborted = new Set(unhandledErrors.flatMap(abortedFile));
    const counts = readCounts();
    for (const module of modules) {
      if (aborted.has(module.moduleId)) continue;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state]++;
      }
      // A file that could not even be loaded has no tests to count.
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0)
        counts.failed++;
    }
    if (process.env.ADIUVA_TEST_REPORT) {
      const isOnlyThat =
        counts.failed === 0 && unhandledErrors.every((error) => abortedFile(error).length > 0);
      const report = { aborted: isOnlyThat ? [...aborted] : [], counts };
      writeFileSync(process.env.ADIUVA_TEST_REPORT, JSON.stringify(report));
    }
    // After vitest's own summary, which is printed in the same turn.
    setImmediate(() =>
      process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`),
    );
  }
}

function readCounts() {
  try {
    return JSON.parse(readFileSync(process.env.ADIUVA_TEST_REPORT ?? '', 'utf8')).counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** V8 ends its process by SIGTRAP when a check of its own fails; our code and its tests never do. */
function abortedFile(error) {
  const message = `${error.message ?? ''}\n${error.cause?.message ?? ''}`;
  return /exited unexpectedly with signal SIGTRAP.* test file (.+)$/m.exec(message)?.[1] ?? [];
}
