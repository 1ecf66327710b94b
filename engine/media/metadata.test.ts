import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildWave } from './testing/buildWave.ts';
import { testSignal } from './testing/signal.ts';
import { hasFfmpeg, hear, makeWithFfmpeg, ways, withFolder } from './testing/withRecording.ts';

const withProgram = hasFfmpeg ? it : it.skip;
const needs = hasFfmpeg ? '' : ' (skipped: ffmpeg is not on this machine)';

/** Two waves that differ, to be put into anything. */
async function waves(folder: string): Promise<[first: string, second: string]> {
  const paths: [string, string] = [join(folder, 'one.wav'), join(folder, 'two.wav')];
  const signal = testSignal(4);
  const other = signal.map((value, index) => (index % 24_000 < 9_000 ? 0 : value * 0.7)).toReversed();
  await writeFile(paths[0], buildWave({ channels: [signal] }));
  await writeFile(paths[1], buildWave({ channels: [other] }));
  return paths;
}

const chapters = [
  ';FFMETADATA1',
  ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=0', 'END=1500', 'title=Welcome'],
  ...['[CHAPTER]', 'TIMEBASE=1/1000', 'START=1500', 'END=4000', 'title=Żółw & “more”'],
].join('\n');

withProgram(`reads title, artist, day, chapters and cover of what was made by others${needs}`, () =>
  withFolder(async (folder) => {
    const [wave] = await waves(folder);
    const list = join(folder, 'chapters.txt');
    const cover = join(folder, 'cover.png');
    await writeFile(list, chapters);
    makeWithFfmpeg('-f', 'lavfi', '-i', 'color=red:s=300x200', '-frames:v', '1', cover);
    const tags = ['title=Board meeting', 'artist=Anna', 'album=2024', 'comment=Room 3', 'date=2024-03-01'];
    const metadata = tags.flatMap((tag) => ['-metadata', tag]);
    for (const name of ['a.mp3', 'a.m4a', 'a.mka', 'a.flac']) {
      const path = join(folder, name);
      const pictured = name === 'a.mka' ? [] : ['-i', cover, '-map', '0:a', '-map', '2:v', '-c:v', 'copy'];
      const shown = pictured.length > 0 ? ['-disposition:v:0', 'attached_pic'] : [];
      makeWithFfmpeg('-i', wave, '-i', list, ...pictured, ...shown, '-map_chapters', '1', ...metadata, path);
      for (const [, media] of ways) {
        const info = await media.probe({ path });
        expect([name, info]).toMatchObject([
          name,
          {
            title: 'Board meeting',
            artist: 'Anna',
            album: '2024',
            comment: 'Room 3',
            createdAt: Date.UTC(2024, 2, 1),
            hasCover: pictured.length > 0,
          },
        ]);
        expect(info.durationMs).toBeGreaterThan(3980);
        expect(info.durationMs).toBeLessThan(4150);
        if (name !== 'a.flac')
          expect(info.chapters.map(({ title, startMs }) => [title, startMs])).toEqual([
            ['Welcome', 0],
            ['Żółw & “more”', 1500],
          ]);
        if (pictured.length === 0)
          await expect(media.cover({ path, maxSize: 100 })).rejects.toMatchObject({ code: 'unavailable' });
        else {
          const { bytes, mediaType } = await media.cover({ path, maxSize: 100 });
          expect([mediaType, Buffer.from(bytes).toString('latin1', 8, 12)]).toEqual(['image/webp', 'WEBP']);
        }
      }
    }
  }),
);

withProgram(`gives each track a lane, but not the same twice, with what it says of itself${needs}`, () =>
  withFolder(async (folder) => {
    const [first, second] = await waves(folder);
    const path = join(folder, 'two.mkv');
    const inputs = ['-i', first, '-i', second, '-i', first];
    const maps = ['-map', '0:a', '-map', '1:a', '-map', '2:a', '-metadata:s:a:1', 'language=ita'];
    const codecs = ['-c:a:0', 'libopus', '-c:a:1', 'libvorbis', '-c:a:2', 'ac3', '-ar', '48000'];
    makeWithFfmpeg(...inputs, ...maps, ...codecs, '-metadata:s:a:1', 'title=Guest', path);
    for (const [, media] of ways) {
      const { tracks } = await media.probe({ path });
      expect(tracks).toMatchObject([
        { index: 0, kind: 'audio', codec: 'opus', channels: 1, sampleRate: 48_000, language: null },
        { index: 1, codec: 'vorbis', language: 'ita', title: 'Guest' },
        { index: 2, codec: 'ac3' },
      ]);
      const all = await hear(media, path);
      expect(all.lanes.map(({ track }) => track)).toEqual([0, 1]);
      expect(all.warnings).toEqual(['Track 2 says the same as track 0 and was left out.']);
      const one = await hear(media, path, { tracks: [1] });
      expect(one.lanes.map(({ track }) => track)).toEqual([1]);
      await expect(hear(media, path, { tracks: [7] })).rejects.toMatchObject({ code: 'not_found' });
    }
  }),
);

withProgram(`keeps every word at its time: gaps are silence, a late start is one too${needs}`, () =>
  withFolder(async (folder) => {
    const [wave] = await waves(folder);
    const path = join(folder, 'late.mkv');
    const video = ['-f', 'lavfi', '-i', 'testsrc=s=64x48:r=5:d=7'];
    const filter = 'aselect=lt(t\\,3)+gt(t\\,5)';
    const coding = ['-c:a', 'pcm_s16le', '-c:v', 'mpeg4', '-map', '0:v', '-map', '1:a', '-af', filter];
    makeWithFfmpeg(...video, '-itsoffset', '2', '-i', wave, ...coding, path);
    for (const [way, media] of ways) {
      const { sounds, durationMs } = await hear(media, path);
      expect(Math.abs(durationMs - 6000)).toBeLessThan(50);
      const loud = (fromMs: number, toMs: number) =>
        sounds[0]?.subarray(fromMs * 16, toMs * 16).some((value) => Math.abs(value) > 0.02);
      const heard = [loud(0, 1950), loud(2050, 2950), loud(3100, 4900), loud(5100, 5900)];
      expect([way, heard]).toEqual([way, [false, true, false, true]]);
    }
  }),
);

withProgram(`says of what is protected, without sound or only silence that it is${needs}`, () =>
  withFolder(async (folder) => {
    const [wave] = await waves(folder);
    const path = (name: string) => join(folder, name);
    const key = ['-encryption_key', '00112233445566778899aabbccddeeff', '-encryption_kid', 'ab'.repeat(16)];
    makeWithFfmpeg('-i', wave, '-encryption_scheme', 'cenc-aes-ctr', ...key, path('locked.mp4'));
    makeWithFfmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:d=1', '-c:v', 'mpeg4', path('mute.mp4'));
    makeWithFfmpeg('-f', 'lavfi', '-i', 'anullsrc', '-t', '3', path('still.mp3'));
    makeWithFfmpeg('-i', wave, path('bought.m4a'));
    const bought = await readFile(path('bought.m4a'));
    bought.write('drms', bought.indexOf('mp4a'), 'latin1');
    await writeFile(path('bought.m4a'), bought);
    for (const [, media] of ways) {
      const codeOf = (name: string) => hear(media, path(name)).catch((error) => error.code);
      expect(await codeOf('locked.mp4')).toBe('recording_protected');
      expect(await codeOf('bought.m4a')).toBe('recording_protected');
      expect(await codeOf('mute.mp4')).toBe('recording_no_audio');
      expect(await codeOf('still.mp3')).toBe('recording_silent');
    }
  }),
);

withProgram(`shows a frame of a video that is not black, where there is ffmpeg${needs}`, () =>
  withFolder(async (folder) => {
    const path = join(folder, 'film.mp4');
    const black = 'color=black:s=320x240:d=2:r=5[a];testsrc=s=320x240:d=2:r=5[b];[a][b]concat=n=2[v]';
    const tone = ['-f', 'lavfi', '-i', 'sine=d=4'];
    makeWithFfmpeg(...tone, '-filter_complex', black, '-map', '[v]', '-map', '0:a', '-c:v', 'mpeg4', path);
    for (const [way, media] of ways) {
      const poster = media.poster({ path, maxSize: 160 });
      if (way === 'ffmpeg') {
        const { bytes, mediaType } = await poster;
        expect(mediaType).toBe('image/webp');
        // A black picture of this size has under 200 bytes.
        expect(bytes.length).toBeGreaterThan(500);
        expect((await media.poster({ path, maxSize: 160, atMs: 500 })).bytes.length).toBeLessThan(300);
      } else await expect(poster).rejects.toMatchObject({ code: 'unavailable' });
    }
  }),
);

it('knows how long a stream of packets is that does not say it', async () => {
  const path = join(import.meta.dirname, 'fixtures/tone.aac');
  for (const [, media] of ways) expect((await media.probe({ path })).durationMs).toBeCloseTo(1088, 0);
});

it('writes a copy that every browser plays', () =>
  withFolder(async (folder) => {
    const path = join(import.meta.dirname, 'fixtures/tone.wma');
    for (const [, media] of ways) {
      expect((await media.probe({ path })).isPlayable).toBe(false);
      const file = join(folder, 'copy.wav');
      const { mediaType, bytes, durationMs } = await media.playable({ path, file });
      expect(mediaType).toBe('audio/wav');
      expect((await readFile(file)).length).toBe(bytes);
      expect(await media.probe({ path: file })).toMatchObject({
        container: 'wav',
        isPlayable: true,
        durationMs: expect.closeTo(durationMs, -1),
        tracks: [{ codec: 'pcm_s16le', sampleRate: 24_000, channels: 1 }],
      });
    }
  }));
