import { demuxerOf } from '../describeRecording.ts';
import { audioStreams, type Description } from '../description.ts';
import { codecUnknown, decodingStalled, trackMissing } from '../mediaErrors.ts';
import type { OpenedMedia } from '../openMedia.ts';
import { ffmpegSound } from './ffmpegSound.ts';
import { librarySound } from './librarySound.ts';
import { FfmpegFailure } from './runFfmpeg.ts';
import type { Sound, SoundRequest, SoundStream } from './sound.ts';

/**
 * A track's sound by the ffmpeg of this machine where there is one, and by the decoders that the product carries where
 * there is none, or where it cannot do it: an old one, or one that does not start.
 *
 * @throws AppError `not_found`; from iterating `converter_missing`, `file_unsupported`, `timeout`, `cancelled`;
 *   MediaFailure
 */
export function openSound(
  media: OpenedMedia,
  ffmpeg: string | undefined,
  request: Omit<SoundRequest, 'channels'>,
): SoundStream & { channels: 1 | 2 } {
  const { name, path, description } = media;
  const stream = streamOf(description, request.track);
  if (!stream) throw trackMissing(name, request.track);
  const full: SoundRequest = { ...request, channels: stream.channels === 2 ? 2 : 1 };
  let current: SoundStream | undefined;
  let breaks = 0;

  async function* byFfmpeg(program: string): AsyncGenerator<Sound, boolean> {
    let hasGiven = false;
    try {
      current = ffmpegSound({ program, path, demuxer: demuxerOf(description) }, full);
      for await (const sound of current) {
        hasGiven = true;
        yield sound;
      }
    } catch (error) {
      if (!(error instanceof FfmpegFailure)) throw error;
      if (error.hasStalled) throw decodingStalled(name);
      breaks++;
    }
    return hasGiven;
  }

  async function* decode(): AsyncGenerator<Sound> {
    if (ffmpeg !== undefined && (yield* byFfmpeg(ffmpeg))) return;
    if (!stream?.canDecode) throw codecUnknown(name, stream?.codec ?? 'unknown', ffmpeg !== undefined);
    current = librarySound(media.reader(), full);
    breaks = 0;
    yield* current;
  }

  return {
    channels: full.channels,
    counts() {
      const { errors, frames } = current?.counts() ?? { errors: 0, frames: 0 };
      return { errors: errors + breaks, frames };
    },
    [Symbol.asyncIterator]: decode,
  };
}

function streamOf(description: Description, track: number) {
  return audioStreams(description).find(({ index }) => index === track);
}
