import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/*
 * Restores a backup over the library of a data folder and opens it twice, and is killed at one of the moments at which a
 * name changes: before the n-th of them where n is odd, after it where it is even.
 */
const [home = '', backup = '', killAt = '0'] = process.argv.slice(2);
let moment = 0;

function passMoment(): void {
  moment++;
  if (moment === Number(killAt)) process.kill(process.pid, 'SIGKILL');
}

const { renameSync, writeFileSync } = fs;
const { rename } = fs.promises;
fs.renameSync = (from, to) => {
  passMoment();
  renameSync(from, to);
  passMoment();
};
fs.writeFileSync = (file, data) => {
  passMoment();
  writeFileSync(file, data);
  passMoment();
};
fs.promises.rename = async (from, to) => {
  passMoment();
  await rename(from, to);
  passMoment();
};
syncBuiltinESMExports();

const { openStorage } = await import('#storage');
const { sourceWorkers } = await import('./testHost.ts');
const first = await openStorage(home, sourceWorkers);
await first.prepareRestore(backup);
await first.close();
for (let round = 0; round < 2; round++) await (await openStorage(home, sourceWorkers)).close();
process.exit(0);
