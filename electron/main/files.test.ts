import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireLocalPath } from './localPath.ts';
import { openSamples } from './places.ts';
import { writeWhole } from './savedFile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adiuva-desktop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('shows what is there on this machine, and sends nobody to a share', async () => {
  const file = join(folder, 'zażółć & $(x) "gęślą".txt');
  writeFileSync(file, 'x');
  expect(await requireLocalPath(file)).toBe(file);
  // A link that leads nowhere is there all the same.
  symlinkSync(join(folder, 'nothing'), join(folder, 'link'));
  expect(await requireLocalPath(join(folder, 'link'))).toBe(join(folder, 'link'));
  await expect(requireLocalPath(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'file_not_found' });
  for (const path of ['relative.txt', '', 'file:///etc/passwd', `${file}\0.png`, 'https://example.org'])
    await expect(requireLocalPath(path), path).rejects.toMatchObject({ code: 'invalid_input' });
  for (const share of ['\\\\evil.test\\share', '//evil.test/share', '\\/evil.test/share'])
    await expect(requireLocalPath(share, 'win32'), share).rejects.toMatchObject({ code: 'invalid_input' });
});

it('writes a file whole, in the place of the one before', async () => {
  const file = join(folder, 'chat.md');
  writeFileSync(file, 'before');
  await writeWhole(file, 'po polsku: ł');
  expect(readFileSync(file, 'utf8')).toBe('po polsku: ł');
  await writeWhole(join(folder, 'chat.pdf'), new Uint8Array([37, 80]));
  expect(readdirSync(folder).sort()).toEqual(['chat.md', 'chat.pdf']);
});

it('says which file could not be written, and leaves the old one and no litter', async () => {
  const missing = join(folder, 'no', 'chat.md');
  await expect(writeWhole(missing, 'x')).rejects.toMatchObject({
    code: 'file_unreadable',
    message: expect.stringContaining(missing),
  });
  mkdirSync(join(folder, 'chat.md'));
  await expect(writeWhole(join(folder, 'chat.md'), 'x')).rejects.toMatchObject({ code: 'file_unreadable' });
  expect(readdirSync(folder)).toEqual(['chat.md']);
});

it('copies the sample library out of an archive once, and leaves one that lies open where it is', () => {
  const open = join(folder, 'resources', 'sample-library');
  const never = () => expect.unreachable();
  expect(openSamples(null, folder, never)).toBeNull();
  expect(openSamples(open, folder, never)).toBe(open);
  const packed = join(folder, 'app.asar', 'resources', 'sample-library');
  mkdirSync(packed, { recursive: true });
  writeFileSync(join(packed, 'a.md'), 'first');
  const home = join(folder, 'home');
  mkdirSync(join(home, 'sample-library.part'), { recursive: true });
  writeFileSync(join(home, 'sample-library.part', 'half.md'), 'of a start that was killed');
  const target = openSamples(packed, home, never);
  expect(target).toBe(join(home, 'sample-library'));
  expect(readdirSync(home)).toEqual(['sample-library']);
  expect(readdirSync(join(home, 'sample-library'))).toEqual(['a.md']);
  // What the person changed there is theirs.
  chmodSync(join(home, 'sample-library', 'a.md'), 0o600);
  writeFileSync(join(home, 'sample-library', 'a.md'), 'mine');
  openSamples(packed, home, never);
  expect(readFileSync(join(home, 'sample-library', 'a.md'), 'utf8')).toBe('mine');
});

it('opens without samples where they cannot be copied', () => {
  const packed = join(folder, 'app.asar', 'resources', 'sample-library');
  mkdirSync(packed, { recursive: true });
  writeFileSync(join(folder, 'home'), 'a file where a folder should be');
  const errors: unknown[] = [];
  expect(openSamples(packed, join(folder, 'home'), (error) => errors.push(error))).toBeNull();
  expect(errors).toHaveLength(1);
});

it('saves for its owner alone, whatever the programs around it are used to', async () => {
  const before = process.umask(0o022);
  await writeWhole(join(folder, 'chat.md'), 'x').finally(() => process.umask(before));
  expect(statSync(join(folder, 'chat.md')).mode & 0o777).toBe(0o600);
});
