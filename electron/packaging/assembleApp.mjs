import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { shippedPackages } from './shippedPackages.mjs';

/**
 * Lays out, in `target`, exactly what goes into the program: the bundles, the windows, icons and samples, and the packages
 * that carry files. electron-builder packs that folder and adds nothing of its own.
 *
 * @throws Error when something was not built, or is not installed
 */
export function assembleApp({ root, target, updates }) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const bundles = ['electron/main', 'electron/preload', 'electron/utility', 'renderer'];
  for (const bundle of bundles) {
    const from = join(root, 'out', bundle);
    if (!existsSync(from)) throw new Error(`out/${bundle} is not there; npm run build first.`);
    copyFiles(from, join(target, 'out', bundle), (path) => !path.endsWith('.map'));
  }
  for (const folder of ['icons', 'sample-library'])
    copyFiles(join(root, 'resources', folder), join(target, 'resources', folder), () => true);
  for (const { name, folder, isShipped } of shippedPackages(root))
    copyFiles(folder, join(target, 'node_modules', ...name.split('/')), (path) => isShipped(path));

  const { version, license, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = {
    name: 'adiuva',
    productName: 'Adiuva',
    version,
    license,
    description,
    author: 'Adiuva',
    type: 'module',
    main: 'out/electron/main/main.js',
    desktopName: 'adiuva.desktop',
    // Where newer versions are looked for and whose signature they must bear; without it, nothing is looked for.
    ...(updates && { updates }),
  };
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function copyFiles(from, to, isWanted) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = relative(from, file);
    // What npm nested in a package has its own way in, by name.
    if (path.split(sep).includes('node_modules') || !isWanted(path.split(sep).join('/'))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(file, join(to, path));
  }
}
