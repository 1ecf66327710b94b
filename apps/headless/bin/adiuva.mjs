#!/usr/bin/env node
// Runs under whatever Node the machine has and hands over to the project's own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findNode, nodeFlags, root } from '../../../scripts/runtime.mjs';

const bundle = join(root, 'out', 'headless', 'adiuva.js');
const source = join(root, 'apps', 'headless', 'main.ts');

let node;
try {
  node = findNode();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

// ADIUVA_SOURCE is for those who change the source: it runs that, whatever was built before.
const entry = existsSync(bundle) && !process.env.ADIUVA_SOURCE ? bundle : source;
// The channel ends the child when this process is killed, and carries signals: a Ctrl+C already reaches the child
// through the terminal, and only a message can be told from a second one.
const child = spawn(node, [...nodeFlags, entry, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (child.connected) child.send({ adiuvaSignal: signal }, () => undefined);
  });
}
child.on('error', (error) => fail(`Adiuva could not be started: ${error.message}`));
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});

function fail(message) {
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ error: { code: 'unavailable', message } })}\n`);
  }
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
