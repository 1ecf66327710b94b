import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerStep } from '@adiuva/contracts';
import type { Extraction, ExtractionLimits } from '@adiuva/contracts/workers';
import { describe, expect, it } from 'vitest';
import { createExtractor } from './createExtractor.ts';
import { buildZip, type ZipEntry } from './testing/buildZip.ts';
import { extractBytes, generousLimits } from './testing/extractBytes.ts';

const text = (name: string, content = `What stands in ${name}.`): ZipEntry => ({ name, content });
const program = (name: string): ZipEntry => ({
  name,
  content: Buffer.concat([
    Buffer.from('MZ'),
    Uint8Array.from({ length: 500 }, (_, index) => (index * 197) % 256),
  ]),
});
const zip = (...entries: ZipEntry[]) => buildZip(entries);
const archive = (name: string): ContainerStep => ({ kind: 'archive', name });

function outcomes({ members }: Extraction): [string, string, string?][] {
  return members.map(({ within, status, error }) => {
    const path = within.map(({ name }) => name).join(' > ');
    return error ? [path, status, error.code] : [path, status];
  });
}

async function codeOf(bytes: Uint8Array, limits: Partial<ExtractionLimits> = {}): Promise<string> {
  return extractBytes('a.zip', bytes, { limits: { ...generousLimits, ...limits } }).then(
    () => 'indexed',
    (error: { code: string }) => error.code,
  );
}

describe('files within files', () => {
  it('keep their way in every locator, and an outcome each', async () => {
    const mail =
      'From: a@example.org\nSubject: Minutes\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the archive.\n--b\nContent-Type: application/zip; name=inner.zip\nContent-Transfer-Encoding: base64\n\n' +
      `${zip(text('deep/notes.txt')).toString('base64')}\n--b--\n`;
    const found = await extractBytes(
      'a.zip',
      zip(text('mails/one.eml', mail), text('two.txt'), program('three.exe')),
    );
    expect(outcomes(found)).toEqual([
      ['mails/one.eml > inner.zip > deep/notes.txt', 'indexed'],
      ['mails/one.eml > inner.zip', 'indexed'],
      ['mails/one.eml', 'indexed'],
      ['two.txt', 'indexed'],
      ['three.exe', 'skipped', 'file_unsupported'],
    ]);
    expect(found.parts.map(({ locator, kind }) => [kind, locator.part, locator.within])).toEqual([
      ['message', 0, [archive('mails/one.eml')]],
      ['message', 1, [archive('mails/one.eml')]],
      [
        'text',
        2,
        [archive('mails/one.eml'), { kind: 'attachment', name: 'inner.zip' }, archive('deep/notes.txt')],
      ],
      ['text', 3, [archive('two.txt')]],
    ]);
    expect(found.members.map(({ parts }) => parts)).toEqual([1, 1, 3, 1, 0]);
  });

  it('are opened again by what their locators say, and by nothing else', async () => {
    const bytes = zip(
      text('same.txt', 'The first.'),
      text('same.txt', 'The second.'),
      text('same (2).txt', 'The third.'),
      { name: 'box.zip', content: zip(text('same.txt', 'The fourth.'), text('../same.txt', 'Never.')) },
      { name: 'locked.txt', content: 'x', flags: 0x801 },
    );
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-members-'));
    try {
      const input = { path: join(folder, 'a.zip'), limits: generousLimits };
      await writeFile(input.path, bytes);
      const extractor = createExtractor();
      const opened: [string, string][] = [];
      const waiting: (() => Promise<void>)[] = [];
      await extractor.extract(input, ({ text, locator }) =>
        waiting.push(async () => {
          const member = await extractor.openMember(input, locator.within ?? []);
          opened.push([text, Buffer.from(member.bytes).toString()]);
        }),
      );
      for (const open of waiting) await open();
      expect(opened.map(([, content]) => content)).toEqual([
        'The first.',
        'The second.',
        'The third.',
        'The fourth.',
      ]);
      for (const [read, content] of opened) expect(read).toBe(content);
      const code = (...within: ContainerStep[]) =>
        extractor.openMember(input, within).catch((error: { code: string }) => error.code);
      expect(await code(archive('none.txt'))).toBe('not_found');
      expect(await code({ kind: 'attachment', name: 'same.txt' })).toBe('not_found');
      expect(await code(archive('box.zip'), archive('../same.txt'))).toBe('not_found');
      expect(await code(archive('same.txt'), archive('x.txt'))).toBe('not_found');
      expect(await code(archive('locked.txt'))).toBe('file_encrypted');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('do not spoil each other', async () => {
    const found = await extractBytes(
      'a.zip',
      zip(
        text('good.txt'),
        text('broken.pdf', '%PDF-1.7 and nothing behind it'),
        text('empty.txt', ''),
        { name: 'cut.zip', content: zip(text('a.txt')).subarray(0, 20) },
        { name: 'nothing.zip', content: zip() },
        { name: '/absolute.txt', content: 'x' },
        { name: 'cr\nlf\u202e.txt', content: 'A name with marks in it.' },
        text('last.txt'),
      ),
    );
    expect(outcomes(found)).toEqual([
      ['good.txt', 'indexed'],
      ['broken.pdf', 'failed', 'file_malformed'],
      ['empty.txt', 'failed', 'file_empty'],
      ['cut.zip', 'failed', 'file_malformed'],
      ['nothing.zip', 'failed', 'file_empty'],
      ['/absolute.txt', 'failed', 'archive_member_unsafe'],
      ['crlf.txt', 'indexed'],
      ['last.txt', 'indexed'],
    ]);
    expect(found.warnings).toHaveLength(5);
  });

  it('speak for an archive that gives nothing', async () => {
    expect(await codeOf(zip())).toBe('file_empty');
    expect(await codeOf(zip(program('a.exe')))).toBe('file_unsupported');
    expect(await codeOf(zip(program('a.exe'), { name: 'b.txt', content: 'x', flags: 0x801 }))).toBe(
      'file_encrypted',
    );
  });
});

describe('limits of files within files', () => {
  const nest = (levels: number) => {
    let bytes = zip(text('text.txt'));
    for (let level = 1; level < levels; level++) bytes = zip({ name: 'box.zip', content: bytes });
    return bytes;
  };

  it('hold for depth and number', async () => {
    expect(await codeOf(nest(3), { maxDepth: 3 })).toBe('indexed');
    expect(await codeOf(nest(4), { maxDepth: 3 })).toBe('file_bomb');
    const many = Array.from({ length: 10 }, (_, index) => text(`${index}.txt`));
    expect(await codeOf(zip(...many), { maxMembers: 10 })).toBe('indexed');
    expect(await codeOf(zip(...many, text('more.txt')), { maxMembers: 10 })).toBe('file_bomb');
    // Those of the archives within count too; what was read before is kept.
    const box = { name: 'box.zip', content: zip(...many) };
    const limits = { ...generousLimits, maxMembers: 20 };
    const found = await extractBytes('a.zip', zip(box, { ...box, name: 'box2.zip' }), { limits });
    expect(outcomes(found).at(-1)).toEqual(['box2.zip', 'failed', 'file_bomb']);
    expect(found.parts).toHaveLength(18);
  });

  it('hold for bytes and text, of one and of all', async () => {
    const kilobyte = 'x'.repeat(1_000);
    const limits = { maxBytes: { document: 10_000, image: 10_000, archive: 100_000, recording: 10_000 } };
    const large = text('large.txt', 'word '.repeat(3_000));
    expect(
      outcomes(
        await extractBytes('a.zip', zip(large, text('b.txt')), { limits: { ...generousLimits, ...limits } }),
      ),
    ).toEqual([
      ['large.txt', 'failed', 'file_too_large'],
      ['b.txt', 'indexed'],
    ]);
    const files = Array.from({ length: 5 }, (_, index) => text(`${index}.txt`, kilobyte));
    const found = await extractBytes('a.zip', zip(...files), {
      limits: { ...generousLimits, maxUnpackedBytes: 3_500 },
    });
    expect(outcomes(found).map(([, status, code]) => code ?? status)).toEqual([
      ...Array(3).fill('indexed'),
      ...Array(2).fill('file_bomb'),
    ]);
    // A text over the limit is one file's fault; that of all of them is the archive's.
    const long = text('long.txt', 'y'.repeat(1_001));
    const one = await extractBytes('a.zip', zip(long, ...files), {
      limits: { ...generousLimits, maxTextLength: 1_000 },
    });
    expect(outcomes(one).map(([, status]) => status)).toEqual(['failed', ...Array(5).fill('indexed')]);
    const all = Array.from({ length: 25 }, (_, index) => text(`${index}.txt`, kilobyte));
    expect(await codeOf(zip(...all), { maxTextLength: 1_000 })).toBe('file_too_large');
  });

  it('stop the reading of members when the caller does', async () => {
    const stop = new AbortController();
    const files = Array.from({ length: 200 }, (_, index) => text(`${index}.txt`));
    let begun = 0;
    const onAlive = () => {
      if (++begun === 5) stop.abort();
    };
    const reading = extractBytes('a.zip', zip(...files), { signal: stop.signal, onAlive });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(begun).toBe(5);
  });
});
