import type { MediaLane, SpeechModels, Stretch, VoicePrint } from '@adiuva/contracts/workers';
import { pcmOf, type SpeechDeps } from './findVoices.ts';
import { withSpeakerModels } from './speakerModels.ts';

/** More of a voice than this says nothing more of it, milliseconds. */
const enoughOfAVoice = 2 * 60_000;

/**
 * The voice of a lane that is one person's, where it may be kept.
 *
 * @param voice where somebody speaks
 * @throws AppError `invalid_input` where that is too short; `worker_crashed`, `timeout`, `cancelled`
 */
export async function voiceOfLane(
  { speech, scheduler, speakerModels }: SpeechDeps & { speakerModels(): Promise<SpeechModels> },
  lane: MediaLane,
  voice: readonly Stretch[],
  signal: AbortSignal,
): Promise<{ done: VoicePrint; warnings: readonly string[] }> {
  const ranges: Stretch[] = [];
  let length = 0;
  for (const stretch of voice) {
    if (length >= enoughOfAVoice) break;
    ranges.push(stretch);
    length += stretch.endMs - stretch.startMs;
  }
  return withSpeakerModels(await speakerModels(), ({ embedding }) =>
    scheduler.run({ kind: 'speakers', signal }, () =>
      speech.call(
        'speech.embed',
        { pcm: pcmOf(lane), ranges, ...(embedding !== undefined && { model: embedding }) },
        { signal, timeoutMs: 5 * 60_000 },
      ),
    ),
  );
}
