import { fork, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMedia } from '../../engine/media/createMedia.ts';
import { buildWave } from '../../engine/media/testing/buildWave.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

/** What people record in; each is made of a minute that is copied, so that making them takes no longer than reading. */
const formats: readonly { file: string; codec: readonly string[]; stereo?: boolean }[] = [
  { file: 'talk.mp3', codec: ['-c:a', 'libmp3lame', '-b:a', '128k'], stereo: true },
  { file: 'talk.m4a', codec: ['-c:a', 'aac', '-b:a', '128k'], stereo: true },
  { file: 'talk.wav', codec: ['-c:a', 'pcm_s16le'], stereo: true },
  { file: 'talk.flac', codec: ['-c:a', 'flac'], stereo: true },
  { file: 'talk.ogg', codec: ['-c:a', 'libvorbis', '-b:a', '112k'], stereo: true },
  { file: 'talk.opus', codec: ['-c:a', 'libopus', '-b:a', '48k', '-ar', '48000'] },
  { file: 'talk.webm', codec: ['-c:a', 'libopus', '-b:a', '96k', '-ar', '48000'], stereo: true },
  { file: 'talk.wma', codec: ['-c:a', 'wmav2', '-b:a', '128k'], stereo: true },
  { file: 'memo.m4a', codec: ['-c:a', 'aac', '-b:a', '64k'] },
];
const minutes = 15;
const longHours = 4;
const rounds = 2;
const maxRatio = 1.5;
const maxMemory = 500;

const byFfmpeg = createMedia();
const byLibrary = createMedia({ ffmpeg: false });

export const suite: Suite = {
  name: 'decoding',
  description: "Recordings to 16 kHz, against ffmpeg's own command line to the same samples",
  async run(context) {
    if (spawnSync('ffmpeg', ['-version']).status !== 0) {
      context.log('ffmpeg is not on this machine, and nothing can be made to measure; left out');
      return [];
    }
    const measurements: Measurement[] = [];
    makeMinutes(context.folder);
    for (const format of formats) measurements.push(...(await measure(format, context)));
    measurements.push(...(await measureMemory(context)));
    return measurements;
  },
};

/** A minute that no encoder finds easy: a voice that is a wandering tone with its harmonics, and breath, in each channel. */
function makeMinutes(folder: string): void {
  const sampleRate = 44_100;
  const voice = (pitch: number) =>
    Float32Array.from({ length: 60 * sampleRate }, (_, index) => {
      const time = index / sampleRate;
      const phase = 2 * Math.PI * (pitch * time + 12 * Math.sin(time / 3));
      const syllable = Math.max(0, Math.sin(2 * Math.PI * 1.7 * time)) * (Math.sin(time / 2) > -0.6 ? 1 : 0);
      const tone =
        Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(5 * phase) + 0.2 * Math.sin(9 * phase);
      return 0.2 * syllable * tone + 0.01 * (((index * 7_919 * pitch) % 1_009) / 504.5 - 1);
    });
  const [left, right] = [voice(140), voice(210)];
  const near = left.map((value, index) => 0.8 * value + 0.3 * (right[index] ?? 0));
  writeFileSync(join(folder, 'mono.wav'), buildWave({ sampleRate, channels: [left] }));
  writeFileSync(join(folder, 'stereo.wav'), buildWave({ sampleRate, channels: [left, near] }));
}

function make(folder: string, { file, codec, stereo }: (typeof formats)[number], times: number): string {
  const minute = join(folder, `minute-${file}`);
  const path = join(folder, file);
  ffmpeg('-i', join(folder, stereo ? 'stereo.wav' : 'mono.wav'), ...codec, minute);
  ffmpeg('-stream_loop', String(times - 1), '-i', minute, '-c', 'copy', path);
  rmSync(minute);
  return path;
}

function ffmpeg(...args: string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-y', '-nostdin', '-loglevel', 'error', ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.slice(0, 500)}`);
}

/** In turns; the fastest round of each counts. */
async function measure(
  format: (typeof formats)[number],
  { folder, log }: BenchContext,
): Promise<Measurement[]> {
  const path = make(folder, format, minutes);
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  const times = { peer: [] as number[], ffmpeg: [] as number[], library: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const out = join(scratch, 'peer.pcm');
    times.peer.push(
      await secondsOf(async () => ffmpeg('-i', path, '-ac', '1', '-ar', '16000', '-f', 's16le', out)),
    );
    times.ffmpeg.push(await secondsOf(() => byFfmpeg.decode({ path, folder: scratch })));
    times.library.push(await secondsOf(() => byLibrary.decode({ path, folder: scratch })));
  }
  rmSync(path);
  const peer = Math.min(...times.peer);
  const ours = Math.min(...times.ffmpeg);
  const library = Math.min(...times.library);
  const realTime = (seconds: number) => `${Math.round((minutes * 60) / seconds)} times real time`;
  log(
    `${format.file}: ffmpeg ${peer.toFixed(2)} s, ours over it ${ours.toFixed(2)} s, alone ${library.toFixed(2)} s (${realTime(library)})`,
  );
  const name = `${minutes} minutes of ${format.stereo ? 'stereo' : 'mono'} ${format.file.split('.')[1]}`;
  return [
    {
      name: `${name}, by ffmpeg`,
      unit: 's',
      value: ours,
      peer: { name: 'ffmpeg -ac 1 -ar 16000', value: peer },
      ratio: peer / ours,
      target: `at most ${maxRatio} times its time`,
      met: ours <= maxRatio * peer,
    },
    {
      name: `${name}, by our decoders`,
      unit: 's',
      value: library,
      peer: { name: 'ffmpeg', value: peer },
      ratio: peer / library,
    },
  ];
}

async function measureMemory({ folder, log }: BenchContext): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const scratch = join(folder, 'scratch');
  for (const format of formats.filter(({ file }) => file === 'talk.mp3' || file === 'talk.m4a')) {
    const path = make(folder, format, longHours * 60);
    for (const useFfmpeg of [true, false]) {
      const megabytes = await peakMemory(path, scratch, useFfmpeg);
      const name = `${longHours} hours of ${format.file.split('.')[1]}, by ${useFfmpeg ? 'ffmpeg' : 'our decoders'}`;
      log(`${name}: ${megabytes.toFixed(0)} MB`);
      measurements.push({
        name,
        unit: 'MB',
        value: megabytes,
        target: `under ${maxMemory} MB`,
        met: megabytes < maxMemory,
      });
    }
    rmSync(path);
  }
  return measurements;
}

/** Largest resident size of a process that decodes one file and nothing else. */
function peakMemory(path: string, scratch: string, useFfmpeg: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, '../decodeProcess.ts'), [path, scratch, String(useFfmpeg)]);
    child.on('message', (megabytes) => resolve(Number(megabytes)));
    child.on('exit', (code) => reject(new Error(`The decoding process ended with ${code}.`)));
  });
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
