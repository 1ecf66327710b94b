import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a speech model into a data folder as an installation leaves it. Its sums are those of the file, not of the published
 * one: no weights can be had where tests run.
 *
 * @param file a ggml file; without it a file that only a scripted transcriber takes for a model
 */
export function installSpeechModel(home: string, file?: string, name = 'tiny'): void {
  const id = `whisper-${name}`;
  const folder = join(home, 'models', id);
  const bytes = file === undefined ? Buffer.from('the words come from a script') : readFileSync(file);
  mkdirSync(folder, { recursive: true });
  const path = `ggml-${name}.bin`;
  writeFileSync(join(folder, path), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const manifest = {
    format: 1,
    id,
    origin: 'import',
    installedAt: 0,
    files: [{ path, size: bytes.length, sha256 }],
  };
  writeFileSync(join(folder, 'adiuva-model.json'), JSON.stringify(manifest));
}
