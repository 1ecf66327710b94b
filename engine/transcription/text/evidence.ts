import type { HeardSegment } from '@adiuva/contracts/workers';

/** openai/whisper's own thresholds: `no_speech_threshold`, and e to the power of `logprob_threshold`. */
const noSpeech = 0.6;
const unsure = Math.exp(-1);
/** What is less probable than this is said of nothing. */
const hopeless = 0.1;
/** A segment of which less lies in voice than this was not spoken. */
const leastVoice = 0.15;
/** A sure model is believed against the voice detector. */
const sure = 0.7;

/** Whether the model itself says that nobody spoke, and is not sure of its words either. */
export function isSilence(segment: {
  confidence: number | null;
  noSpeechProbability: number | null;
}): boolean {
  const { confidence, noSpeechProbability } = segment;
  if (confidence !== null && confidence < hopeless) return true;
  return (
    noSpeechProbability !== null &&
    noSpeechProbability > noSpeech &&
    (confidence === null || confidence < unsure)
  );
}

/**
 * Leaves out text that lies where nobody speaks: Whisper makes up words for silence, thanks and subtitles' credits, and
 * is less sure of them than of speech. Judged by time and confidence alone, never by the words.
 *
 * @param voice where somebody speaks, by start
 */
export function dropUnvoiced<S extends Pick<HeardSegment, 'startMs' | 'endMs' | 'confidence'>>(
  segments: readonly S[],
  voice: readonly { startMs: number; endMs: number }[],
): S[] {
  return segments.filter((segment) => {
    const length = Math.max(1, segment.endMs - segment.startMs);
    const voiced = voice.reduce((sum, { startMs, endMs }) => {
      return sum + Math.max(0, Math.min(endMs, segment.endMs) - Math.max(startMs, segment.startMs));
    }, 0);
    if (voiced / length >= leastVoice) return true;
    return segment.confidence !== null && segment.confidence >= sure && voiced > 0;
  });
}
