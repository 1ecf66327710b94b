import type { OpenRecording } from '@adiuva/native/media';
import { throwIfAborted, yieldToEventLoop } from '#base';
import type { SoundRequest, SoundStream } from './sound.ts';

/**
 * A track by the decoders that the product carries.
 *
 * @throws MediaFailure from iterating, when the codec is not known or the memory not enough; AppError `cancelled`
 */
export function librarySound(recording: OpenRecording, request: SoundRequest): SoundStream {
  async function* decode() {
    recording.start(request.track, request.channels, request.sampleRate);
    for (;;) {
      throwIfAborted(request.signal);
      const { silence, samples, hasEnded } = recording.decode();
      if (silence > 0 || samples.length > 0) yield { silence, samples };
      if (hasEnded) return;
      await yieldToEventLoop();
    }
  }
  return { counts: () => recording.counts(), [Symbol.asyncIterator]: decode };
}
