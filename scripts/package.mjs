// npm run package [-- --dir] [--out FOLDER]: the desktop as people install it, for the system this runs on.
// ADIUVA_ELECTRON_DIST names an unpacked Electron to use instead of the one that would be fetched.
// ADIUVA_UPDATE_URL and ADIUVA_UPDATE_KEY (an Ed25519 public key, PEM) say where updates lie and who signs them;
// ADIUVA_UPDATE_SIGNING_KEY names the file of the private key that signs what is said of this release.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assembleApp } from '../electron/packaging/assembleApp.mjs';
import { signUpdates } from '../electron/packaging/signUpdates.mjs';
import { build } from './build.mjs';
import { run } from './run.mjs';
import { root } from './runtime.mjs';
import { setUp } from './setup.mjs';

/** @returns the exit code of electron-builder */
export function pack({ isFolder = false, electronDist, output, updates } = {}) {
  assembleApp({ root, target: join(root, 'out', 'package'), updates });
  const settings = [
    ...(electronDist ? [`--config.electronDist=${electronDist}`] : []),
    ...(output ? [`--config.directories.output=${output}`] : []),
    ...(updates ? ['--config.publish.provider=generic', `--config.publish.url=${updates.url}`] : []),
  ];
  // A deb names the home page of its program; while there is none to name, none is made.
  const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const isWithoutDeb = process.platform === 'linux' && !isFolder && !homepage;
  if (isWithoutDeb) process.stderr.write('No deb: package.json names no homepage, which a deb must.\n');
  return run(
    'electron-builder',
    [
      '--config',
      'electron/packaging/electron-builder.yml',
      ...(isFolder ? ['--dir'] : []),
      ...(isWithoutDeb ? ['--linux', 'AppImage'] : []),
      '--publish',
      'never',
      ...settings,
    ],
    {
      stdio: ['ignore', 2, 2],
      env: { CSC_IDENTITY_AUTO_DISCOVERY: process.env.CSC_IDENTITY_AUTO_DISCOVERY ?? 'false' },
    },
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  setUp();
  await build();
  const { ADIUVA_ELECTRON_DIST: electronDist, ADIUVA_UPDATE_URL: url, ADIUVA_UPDATE_KEY: key } = process.env;
  const code = pack({
    isFolder: process.argv.includes('--dir'),
    electronDist,
    updates: url && key ? { url, key } : undefined,
  });
  const { ADIUVA_UPDATE_SIGNING_KEY: signingKey } = process.env;
  if (code === 0 && signingKey) {
    const signed = signUpdates(join(root, 'out', 'release'), readFileSync(signingKey, 'utf8'));
    process.stderr.write(`Signed: ${signed.join(', ') || 'nothing'}\n`);
  }
  process.exit(code);
}
