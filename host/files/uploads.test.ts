import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createUploads } from './uploads.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'adiuva-uploads-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const send = (name: string, text: string) =>
  createUploads(home, 1000).receive(name, Readable.from([Buffer.from(text)]));

it('keeps the same file once, and two that share a name apart', async () => {
  const first = await send('picture.png', 'one');
  expect(await send('picture.png', 'one')).toEqual(first);
  const second = await send('picture.png', 'two');
  expect(second.path).not.toBe(first.path);
  expect(readFileSync(first.path, 'utf8')).toBe('one');
  expect(statSync(first.path).mode & 0o077).toBe(0);
});

it('lets no name lead out of its folder', async () => {
  for (const name of ['../../x', '/etc/passwd', 'C:\\x\\y', '..', 'a\0b', '\u202egnp.exe']) {
    const { path } = await send(name, name);
    expect(path.startsWith(join(home, 'imports')), name).toBe(true);
    expect(basename(path), name).not.toMatch(/^\.+$|[/\\\0]/);
  }
});

it('leaves nothing of what is too large', async () => {
  await expect(send('large.bin', 'x'.repeat(2000))).rejects.toMatchObject({ code: 'file_too_large' });
  expect(readdirSync(join(home, 'imports'))).toEqual([]);
});
