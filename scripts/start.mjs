// npm start: set-up, build, the app. Electron's shell comes first once it is there; until then the headless host.
import { build } from './build.mjs';
import { setUp } from './setup.mjs';

setUp();
await build();
process.stderr.write('Opening Adiuva in the browser: this build has no desktop shell.\n');
process.argv.splice(2, 0, 'serve');
// The launcher knows how to start, stop and end together with what it starts.
await import('../apps/headless/bin/adiuva.mjs');
