// npm run screenshots: every screen, light and dark, 1280 and 1920 wide, from the sample library, into docs/screenshots.
import { build } from './build.mjs';
import { run } from './run.mjs';
import { setUp } from './setup.mjs';

setUp();
await build();
process.exit(run('apps/e2e/screenshots/main.ts', process.argv.slice(2)));
