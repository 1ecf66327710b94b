import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import wabt from 'wabt';
import { charReaderModule } from './charReader.generated.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// `UPDATE_GENERATED=1` writes the module anew.
test('the checked-in module is what its source compiles to', async () => {
  const { parseWat } = await wabt();
  const parsed = parseWat('charReader.wat', readFileSync(path('./charReader.wat'), 'utf8'));
  const compiled = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  if (process.env.UPDATE_GENERATED) {
    const source = `// Compiled from charReader.wat; charReader.test.ts says how.\nexport const charReaderModule =\n  '${compiled}';\n`;
    writeFileSync(path('./charReader.generated.ts'), source);
    return;
  }
  expect(compiled).toBe(charReaderModule);
});
