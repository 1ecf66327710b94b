// node scripts/buildWhisper.mjs [--quick]: whisper.cpp from source, for installers and benches; see the file it runs.
import { join } from 'node:path';
import { run } from './run.mjs';
import { root } from './runtime.mjs';
import { setUp } from './setup.mjs';

setUp();
process.exit(run(join(root, 'native/whisper/building/buildWhisper.ts'), process.argv.slice(2)));
