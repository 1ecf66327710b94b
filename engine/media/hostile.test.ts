import { readFileSync } from 'node:fs';
import { readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@adiuva/wire';
import { describe, expect, it } from 'vitest';
import { createMedia } from './createMedia.ts';
import { argumentsFor } from './source/runFfmpeg.ts';
import { buildWave } from './testing/buildWave.ts';
import { testSignal } from './testing/signal.ts';
import { hasFfmpeg, hear, hearBytes, makeWithFfmpeg, ways, withFolder } from './testing/withRecording.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
const names = [
  'tone.mp3',
  'tone.m4a',
  'tone.ogg',
  'tone.flac',
  'tone.wma',
  'tone.webm',
  'tone.mp4',
  'tone.avi',
];
const media = createMedia({ ffmpeg: false });
const allowed = new Set([
  ...['file_malformed', 'file_empty', 'file_unsupported', 'converter_missing', 'not_found'],
  ...['recording_no_audio', 'recording_silent', 'recording_protected'],
]);

/** Whatever a file holds, it is heard or ends with a code and a sentence that names it. */
async function expectAnswer(name: string, bytes: Uint8Array): Promise<void> {
  try {
    await hearBytes(media, name, bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw new Error(`${name}: ${String(error)}`, { cause: error });
    expect(allowed).toContain(error.code);
    expect(error.message).toContain(name);
  }
}

describe('hostile recordings', () => {
  it('end with a code where they are cut at any place', async () => {
    for (const name of names) {
      const bytes = fixture(name);
      const places = [
        1,
        4,
        11,
        40,
        100,
        500,
        ...[1, 2, 3, 4, 5, 6, 7].map((part) => (bytes.length * part) >> 3),
      ];
      for (const place of places) await expectAnswer(name, bytes.subarray(0, place));
    }
  }, 240_000);

  it('end with a code, or are heard, with any bytes changed', async () => {
    let seed = 20_240_301;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (const name of names) {
      for (let round = 0; round < 12; round++) {
        const bytes = Buffer.from(fixture(name));
        const changes = 1 + random(20);
        // Heads hold the sizes and counts: most changes go there.
        const within = round % 3 === 0 ? bytes.length : Math.min(bytes.length, 600);
        for (let change = 0; change < changes; change++) bytes[random(within)] = random(256);
        await expectAnswer(name, bytes);
      }
    }
  }, 240_000);

  it('are refused when they ask for more memory or time than there is', async () => {
    const wave = buildWave({ channels: [testSignal(0.1)] });
    const huge = Buffer.from(wave);
    // 65,535 channels at 4 GHz, in chunks of 4 GiB.
    huge.writeUInt16LE(0xffff, 22);
    huge.writeUInt32LE(0xffffffff, 24);
    await expectAnswer('huge.wav', huge);
    const chunk = Buffer.from(wave);
    chunk.writeUInt32LE(0x7fffffff, 16);
    await expectAnswer('chunk.wav', chunk);
    const box = Buffer.from(fixture('tone.m4a'));
    for (const name of ['stsz', 'stco', 'stts', 'stsc']) {
      const at = box.indexOf(name);
      if (at > 0) box.writeUInt32BE(0x0fffffff, at + (name === 'stsz' ? 12 : 8));
    }
    await expectAnswer('box.m4a', box);
  });

  it('do not fill the disk with the silence between two packets', async () => {
    const bytes = Buffer.from(fixture('tone.webm'));
    const cluster = bytes.indexOf(Buffer.from([0xe7]), bytes.indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75])));
    expect(cluster).toBeGreaterThan(0);
    // A time far away, as large as its field is.
    bytes.fill(0x7f, cluster + 2, cluster + 2 + ((bytes[cluster + 1] ?? 0x81) & 0x7f));
    await expectAnswer('late.webm', bytes);
  });

  it.each(ways)('are not lists of other files: by %s', async (_, way) => {
    await withFolder(async (folder) => {
      const secret = join(folder, 'secret.wav');
      await writeFile(secret, buildWave({ channels: [testSignal(3)] }));
      const lists: Record<string, string> = {
        'list.mp3': `ffconcat version 1.0\nfile '${secret}'\n`,
        'list.m4a': `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n${secret}\n#EXT-X-ENDLIST\n`,
        'list.mp4': `<?xml version="1.0"?><MPD type="static"><Period><AdaptationSet><BaseURL>file:${secret}</BaseURL></AdaptationSet></Period></MPD>`,
        'list.wav': `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n`,
      };
      for (const [name, text] of Object.entries(lists)) {
        await writeFile(join(folder, name), text);
        await expect(hear(way, join(folder, name))).rejects.toMatchObject({ code: 'file_malformed' });
      }
    });
  });

  it.each(ways)('may have names that look like options or addresses: by %s', async (_, way) => {
    for (const name of [
      '-i.wav',
      'http:a.wav',
      'pipe:0.wav',
      'a\' b"$(x)`.wav',
      'concat:a|b.wav',
      '%03d.wav',
    ]) {
      const { durationMs } = await hearBytes(way, name, buildWave({ channels: [testSignal(1)] }));
      expect([name, durationMs]).toEqual([name, 1000]);
    }
  });

  it('tell ffmpeg what they are, and let it reach files and pipes alone', () => {
    const line = argumentsFor({ path: '/a b/-x.mp3', demuxer: 'mp3', after: ['pipe:1'] });
    expect(line.join(' ')).toMatch(/-protocol_whitelist file,pipe -f mp3 -i file:\/a b\/-x\.mp3 pipe:1$/);
    expect(line).toContain('-nostdin');
  });

  it.skipIf(process.platform !== 'linux')('end with storage_full where the disk is', async () => {
    for (const [, way] of ways) {
      await withFolder(async (folder, scratch) => {
        const path = join(folder, 'a.wav');
        await writeFile(path, buildWave({ channels: [testSignal(20)] }));
        // A device that is always full, where the lane would be.
        await symlink('/dev/full', join(scratch, 'track-0.pcm'));
        await expect(way.decode({ path, folder: scratch })).rejects.toMatchObject({ code: 'storage_full' });
        expect(await readdir(scratch)).toEqual([]);
      });
    }
  });

  it.skipIf(!hasFfmpeg)('ask for ffmpeg where our decoders do not know them (skipped without ffmpeg)', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'odd.mkv');
      await writeFile(join(folder, 'a.wav'), buildWave({ channels: [testSignal(2)] }));
      makeWithFfmpeg('-i', join(folder, 'a.wav'), '-c:a', 'tta', path);
      const [ours, theirs] = ways;
      if (!ours || !theirs) throw new Error('Both ways are there where ffmpeg is.');
      await expect(hear(ours[1], path)).rejects.toMatchObject({
        code: 'converter_missing',
        message: expect.stringContaining('ffmpeg'),
      });
      expect((await hear(theirs[1], path)).durationMs).toBe(2000);
    }),
  );
});
