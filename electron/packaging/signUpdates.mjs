import { createPrivateKey, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a detached Ed25519 signature (base64) beside everything that says of a release where and what it is: the program
 * takes no update without it.
 * @param key PEM
 * @returns the files that were signed
 */
export function signUpdates(folder, key) {
  const privateKey = createPrivateKey(key);
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  for (const name of names) {
    const signature = sign(null, readFileSync(join(folder, name)), privateKey).toString('base64');
    writeFileSync(join(folder, `${name}.sig`), signature);
  }
  return names;
}
