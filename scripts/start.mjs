// npm start: set-up, build, the app. Electron's shell comes first once it is there; until then the headless host.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { findNode, nodeFlags, root } from './runtime.mjs';
import { setUp } from './setup.mjs';

setUp();
await build();
process.stderr.write('Opening Adiuva in the browser: this build has no desktop shell.\n');
const child = spawn(
  findNode(),
  [...nodeFlags, join(root, 'out/headless/adiuva.js'), 'serve', ...process.argv.slice(2)],
  {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
