import { throwIfAborted } from '#base';
import { runFfmpeg } from './runFfmpeg.ts';
import type { SoundRequest, SoundStream } from './sound.ts';

interface FfmpegSource {
  program: string;
  path: string;
  demuxer: string;
}

/**
 * A track by the ffmpeg of this machine. Gaps between packets become silence, as in the decoders of our own, so that
 * every sample stands at its time.
 *
 * @throws FfmpegFailure from iterating; AppError `cancelled`
 */
export function ffmpegSound({ program, path, demuxer }: FfmpegSource, request: SoundRequest): SoundStream {
  const { track, channels, sampleRate, signal } = request;
  const after = [
    ...['-map', `0:${track}`, '-vn', '-sn', '-dn'],
    ...['-af', `aresample=${sampleRate}:async=1:min_hard_comp=0.1:first_pts=0`],
    ...['-ac', String(channels), '-f', 's16le', 'pipe:1'],
  ];
  let frames = 0;
  async function* decode() {
    const frameBytes = channels * 2;
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of runFfmpeg(program, { path, demuxer, after }, signal)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const count = Math.floor(bytes.length / frameBytes);
      rest = bytes.subarray(count * frameBytes);
      frames += count;
      if (count > 0) yield { silence: 0, samples: toSamples(bytes, count * channels) };
    }
    throwIfAborted(signal);
  }
  return { counts: () => ({ errors: 0, frames }), [Symbol.asyncIterator]: decode };
}

function toSamples(bytes: Buffer, count: number): Int16Array {
  // Views want an even place; chunks mostly begin at one.
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : Buffer.copyBytesFrom(bytes);
  return new Int16Array(aligned.buffer, aligned.byteOffset, count);
}
