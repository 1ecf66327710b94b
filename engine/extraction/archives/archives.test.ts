import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Extraction } from '@adiuva/contracts/workers';
import iconv from 'iconv-lite';
import { type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { buildZip } from '../testing/buildZip.ts';
import { extractBytes, generousLimits } from '../testing/extractBytes.ts';

const wombat = 'The wombat digs.\n';
const second = 'Zweiter Text.\n';

/** Made by `bzip2`, `xz` and `7z` of the texts above: nothing here can write those. */
const base64 = (text: string) => Buffer.from(text, 'base64');
const bzip2 = base64('QlpoOTFBWSZTWcAvozEAAAJTgAAQQAEEADbijIAgACKaMj1DMoUwAE0wQXFbmuyUkPi7kinChIYBfRmI');
const xz = base64(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jMAQAQVGhlIHdvbWJhdCBkaWdzLgoAAAAA+aq46Q4+Lt8AASkRMgpwDh+2830BAAAAAARZWg==',
);
const sevenZip = base64(
  'N3q8ryccAASFCJA5iwAAAAAAAAAgAAAAAAAAABBPwAsBAB5UaGUgd29tYmF0IGRpZ3MuClp3ZWl0ZXIgVGV4dC4KAAAAgTMHrg/QPBb8nz9HQQcKvruEq6uj1JwIB5z+QrDfV2YuNZfIAPrh6fmJJQgh1adfPGwoh8aesZoKter0CVWfAmy+Vb+tghDnFAbEDBiGblhMVrJ08usut0rcGpfC+rqg1UWxgAAAFwYjAQloAAcLAQABIwMBAQVdABAAAAx+CgE4cuEcAAA=',
);
const encryptedFiles = base64(
  'N3q8ryccAATBbriXswAAAAAAAAAiAAAAAAAAAIApMlhqY84+R4cGSOom6iuSa1i98do707VKD0ywBZ7Y5IEJOGdyvTujRsxkytOkZNy8reAAAIEzB64P0QDUPKCKabDjxAD69FhUven+UAqVZTTGnx3nv+6t4rOSJ+fZSg5qMLXaJbQQEqqqXmZ01kw/LIe8VOXLFpQRXHvvn2Je0lN84/iQirZOtsytpe4Pgf1xEzJwwk9siobsMlrXKgSD09NFyDTT+IMHkjU6CbxNaJbDBGAAABcGMAEJgIMABwsBAAEjAwEBBV0AEAAADICeCgFgBp0CAAA=',
);
const encryptedNames = base64(
  'N3q8ryccAAT2+ur9wAAAAAAAAAA+AAAAAAAAAAPqNS3mGzqPm556MPVthU+hLitMR0nrPW9W0VqvvaKGNY5geXd85W7TOjSdoXSVLpCo6ajFy/eWvzPxcQphRFU6eBVbEwq8yhfp4KVQPVw7Iy7mLMB5smVEDSIcnQKUelI87DBW8LlnSauCZmkb9bfEttbKr9TLJWcn7DMtkf//JpO3vwlGIBoudVI5JBxvP/aehK/FfSl5fTdx9gAUfi0LKmULxNbEpgmfkY6K2judJzbyt3I0hn1as3xdsDoSqkZTLFUXBjABCYCQAAcLAQACJAbxBwESUw+F4l1IMnRrSzt5TvpvEGt0IwMBAQVdABAAAAEADICEgJ4KAVTk114AAA==',
);

function tar(entries: readonly (Partial<Header> & { name: string; content?: string })[]): Promise<Buffer> {
  const packer = pack();
  for (const { content, ...header } of entries) packer.entry(header, content ?? '');
  packer.finalize();
  return collect(packer as unknown as AsyncIterable<Buffer>);
}

async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** RAR 5 without packing. */
function rar(files: Readonly<Record<string, string>>, mainFlags = 0, firstType = 1): Buffer {
  const block = (type: number, body: number[], name = '', data = '') => {
    const flags = data === '' ? [0] : [2, data.length];
    const content = Buffer.concat([Buffer.from([type, ...flags, ...body]), Buffer.from(name)]);
    const sized = Buffer.concat([Buffer.from([content.length]), content]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(sized));
    return Buffer.concat([sum, sized, Buffer.from(data)]);
  };
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'),
    block(firstType, [mainFlags]),
    ...Object.entries(files).map(([name, data]) => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(data));
      return block(2, [4, data.length, 0, ...sum, 0, 1, name.length], name, data);
    }),
    block(5, [0]),
  ]);
}

function told({ parts, members }: Extraction): Record<string, string> {
  const texts = parts.map((part) => [part.locator.within?.map(({ name }) => name).join(' > '), part.text]);
  const errors = members.flatMap(({ within, error }) =>
    error ? [[within.map(({ name }) => name).join(' > '), error.code]] : [],
  );
  return Object.fromEntries([...texts, ...errors]);
}

async function codeOf(name: string, bytes: Uint8Array, limits = generousLimits): Promise<string> {
  return extractBytes(name, bytes, { limits }).then(
    () => 'indexed',
    (error: { code: string }) => error.code,
  );
}

describe('archives of every kind', () => {
  it('give their files, with the way to each', async () => {
    const files = { 'wombat.txt': wombat, 'zwei.txt': second };
    const entries = Object.entries(files).map(([name, content]) => ({ name, content }));
    const tarred = await tar([{ name: 'folder/', type: 'directory' }, ...entries]);
    const archives: [string, Uint8Array, Record<string, string>][] = [
      ['a.zip', buildZip(entries), files],
      ['streamed.zip', buildZip(entries.map((entry) => ({ ...entry, isStreamed: true }))), files],
      ['a.tar', tarred, files],
      ['a.tgz', gzipSync(tarred), files],
      ['a.tar.zst', zstdCompressSync(tarred), files],
      ['a.7z', sevenZip, files],
      ['a.rar', rar(files), files],
      ['wombat.txt.gz', gzipSync(wombat), { 'wombat.txt': wombat }],
      ['wombat.txt.bz2', bzip2, { 'wombat.txt': wombat }],
      ['wombat.txt.xz', xz, { 'wombat.txt': wombat }],
      ['two.bz2', Buffer.concat([bzip2, bzip2]), { two: wombat + wombat }],
      // The name says nothing of the kind.
      ['data.bin', sevenZip, files],
    ];
    for (const [name, bytes, expected] of archives)
      expect([name, told(await extractBytes(name, bytes))]).toEqual([name, expected]);
  });

  it('pass over folders and litter, and read names in old code pages', async () => {
    const names = [
      'Übergröße.txt',
      'Verträge/Anhänge.txt',
      '__MACOSX/._a.txt',
      'a/.DS_Store',
      'Thumbs.db',
      'b/',
    ];
    const found = await extractBytes(
      'a.zip',
      buildZip(names.map((name) => ({ name: iconv.encode(name, 'cp437'), content: wombat }))),
    );
    expect(found.members.map(({ within }) => within[0]?.name)).toEqual(names.slice(0, 2));
    const japanese = buildZip([
      { name: iconv.encode('会議の資料.txt', 'shift_jis'), content: wombat },
      { name: iconv.encode('新しいファイル.txt', 'shift_jis'), content: wombat },
    ]);
    expect(Object.keys(told(await extractBytes('j.zip', japanese)))).toEqual([
      '会議の資料.txt',
      '新しいファイル.txt',
    ]);
  });

  it('say when they need a password, or their other parts', async () => {
    const rar4Encrypted = Buffer.from('526172211a0700ce997380000d00000000000000', 'hex');
    const outcomes: [string, Uint8Array, string][] = [
      ['files.7z', encryptedFiles, 'file_encrypted'],
      ['names.7z', encryptedNames, 'file_encrypted'],
      ['files.zip', buildZip([{ name: 'a.txt', content: wombat, flags: 0x801 }]), 'file_encrypted'],
      ['five.rar', rar({}, 0, 4), 'file_encrypted'],
      ['four.rar', rar4Encrypted, 'file_encrypted'],
      ['volume.part1.rar', rar({ 'a.txt': wombat }, 1), 'file_unsupported'],
      ['volume.7z.001', sevenZip.subarray(0, 100), 'file_unsupported'],
      ['strange.zip', buildZip([{ name: 'a.txt', content: wombat, method: 97 }]), 'file_unsupported'],
      ['empty.zip', buildZip([]), 'file_empty'],
    ];
    for (const [name, bytes, code] of outcomes)
      expect([name, await codeOf(name, bytes)]).toEqual([name, code]);
  });
});

describe('hostile archives', () => {
  it('lead nowhere outside', async () => {
    const found = await extractBytes(
      'evil.tar',
      await tar([
        { name: 'good.txt', content: wombat },
        { name: '/etc/passwd', content: wombat },
        { name: '../up.txt', content: wombat },
        { name: 'symbolic', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'hard', type: 'link', linkname: 'good.txt' },
        { name: 'device', type: 'character-device' },
        { name: 'pipe', type: 'fifo' },
        { name: 'last.txt', content: second },
      ]),
    );
    const unsafe = Object.entries(told(found)).filter(([, outcome]) => outcome === 'archive_member_unsafe');
    expect(unsafe.map(([name]) => name)).toEqual([
      '/etc/passwd',
      '../up.txt',
      'symbolic',
      'hard',
      'device',
      'pipe',
    ]);
    expect(found.parts.map(({ text }) => text)).toEqual([wombat, second]);
    const zip = buildZip([
      { name: 'link.txt', content: '/etc/passwd', mode: 0o120777 },
      { name: '..\\..\\up.txt', content: wombat },
      { name: 'C:\\Windows\\x.txt', content: wombat },
      { name: 'good.txt', content: wombat },
    ]);
    expect(Object.values(told(await extractBytes('evil.zip', zip))).sort()).toEqual([
      wombat,
      ...Array(3).fill('archive_member_unsafe'),
    ]);
  });

  it('are bombs when they overlap, nest, or unpack beyond reason', async () => {
    const zeros = Buffer.alloc(60_000_000);
    let nested: Uint8Array = buildZip([{ name: 'zero.txt', content: zeros }]);
    for (let level = 0; level < 5; level++)
      nested = buildZip(
        Array.from({ length: 16 }, (_, index) => ({ name: `${index}.zip`, content: nested })),
      );
    const overlapping = [{ name: '0.txt', content: wombat }].concat(
      Array.from({ length: 500 }, (_, index) => ({
        name: `${index}.txt`,
        content: wombat,
        isOverlapping: true,
      })),
    );
    const outcomes: [string, Uint8Array, string][] = [
      ['nested.zip', nested, 'file_bomb'],
      ['overlapping.zip', buildZip(overlapping), 'file_bomb'],
      ['lying.zip', buildZip([{ name: 'a.txt', content: zeros, statedSize: 100 }]), 'file_malformed'],
      ['zeros.gz', gzipSync(zeros), 'file_bomb'],
      ['zeros.zst', zstdCompressSync(Buffer.alloc(150_000_000)), 'file_bomb'],
    ];
    for (const [name, bytes, code] of outcomes)
      expect([name, await codeOf(name, bytes)]).toEqual([name, code]);
    const many = buildZip(
      Array.from({ length: 60_000 }, (_, index) => ({ name: `${index}.txt`, method: 0, content: 'x' })),
    );
    expect(await codeOf('many.zip', many)).toBe('file_bomb');
  }, 60_000);

  it('end with a code wherever they are cut', async () => {
    const entries = [
      { name: 'wombat.txt', content: wombat },
      { name: 'zwei.txt', content: second },
    ];
    const tarred = await tar(entries);
    const whole: Record<string, Uint8Array> = {
      'a.zip': buildZip(entries),
      'streamed.zip': buildZip(entries.map((entry) => ({ ...entry, isStreamed: true }))),
      'a.tgz': gzipSync(tarred),
      'a.bz2': bzip2,
      'a.xz': xz,
      'a.7z': sevenZip,
      'a.rar': rar({ 'wombat.txt': wombat, 'zwei.txt': second }),
      'a.zst': zstdCompressSync(tarred),
    };
    const codes = ['indexed', 'file_malformed', 'file_unsupported'];
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-cut-'));
    const extractor = createExtractor();
    try {
      for (const [name, bytes] of Object.entries(whole)) {
        for (let length = 10; length < bytes.length; length += 10) {
          const path = join(folder, name);
          await writeFile(path, bytes.subarray(0, length));
          const outcome = await extractor
            .extract({ path, limits: generousLimits }, () => undefined)
            .then(
              () => 'indexed',
              (error: { code: string }) => error.code,
            );
          expect([name, length, codes.includes(outcome), outcome]).toEqual([name, length, true, outcome]);
        }
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    // What stands before the cut is read where each file has its own header.
    const found = await extractBytes('cut.zip', buildZip(entries, { withoutDirectory: true }));
    expect(Object.values(told(found))).toEqual([wombat, second]);
    expect(found.warnings).toHaveLength(1);
  }, 120_000);
});
