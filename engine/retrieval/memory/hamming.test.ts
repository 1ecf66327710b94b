import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { hammingModule } from './hamming.generated.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// `UPDATE_GENERATED=1` writes the module anew.
test('the checked-in module is what its source compiles to', async () => {
  const { parseWat } = await wabt();
  const parsed = parseWat('hamming.wat', readFileSync(path('./hamming.wat'), 'utf8'), { simd: true });
  const compiled = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  if (process.env.UPDATE_GENERATED) {
    const source = `// Compiled from hamming.wat; hamming.test.ts says how.\nexport const hammingModule =\n  '${compiled}';\n`;
    writeFileSync(path('./hamming.generated.ts'), source);
    return;
  }
  expect(compiled).toBe(hammingModule);
});
