import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSecrets } from './fileSecrets.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'adiuva-host-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('secrets', () => {
  it('are kept across starts, for their owner alone, also when many are set at once', async () => {
    const secrets = createFileSecrets(home);
    const names = Array.from({ length: 20 }, (_, index) => `provider-${index}`);
    await Promise.all(names.map((name) => secrets.set(name, `key of ${name}`)));
    await secrets.set('__proto__', 'not special');
    await secrets.delete('provider-3');
    const later = createFileSecrets(home);
    expect(await later.get('provider-7')).toBe('key of provider-7');
    expect(await later.get('provider-3')).toBeNull();
    expect(await later.get('toString')).toBeNull();
    expect(await later.get('__proto__')).toBe('not special');
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(home)).toEqual(['secrets.json']);
  });

  it('that are damaged are not taken for none, and not overwritten', async () => {
    writeFileSync(join(home, 'secrets.json'), '{"a":');
    const secrets = createFileSecrets(home);
    await expect(secrets.get('a')).rejects.toMatchObject({ code: 'file_malformed' });
    await expect(secrets.set('b', 'c')).rejects.toMatchObject({ code: 'file_malformed' });
    expect(readFileSync(join(home, 'secrets.json'), 'utf8')).toBe('{"a":');
  });
});
