import type { Transcript, TranscriptFormat } from '@adiuva/contracts/rpc';
import { toMarkdown, toText } from './prose.ts';
import type { SpokenTranscript } from './spokenTranscript.ts';
import { toSrt, toVtt } from './subtitles.ts';

const mediaTypes: Readonly<Record<TranscriptFormat, string>> = {
  json: 'application/json',
  srt: 'application/x-subrip',
  vtt: 'text/vtt',
  txt: 'text/plain',
  md: 'text/markdown',
};

/** Writes a transcript out. Pure; ends in a line break. */
export function exportTranscript(
  transcript: SpokenTranscript,
  { format, withSpeakers }: { format: TranscriptFormat; withSpeakers: boolean },
): { mediaType: string; text: string } {
  const spoken = withSpeakers ? transcript : withoutSpeakers(transcript);
  return { mediaType: mediaTypes[format], text: writers[format](spoken) };
}

const writers: Readonly<Record<TranscriptFormat, (transcript: SpokenTranscript) => string>> = {
  json: (transcript) => `${JSON.stringify(toTranscript(transcript), null, 2)}\n`,
  srt: toSrt,
  vtt: toVtt,
  txt: toText,
  md: toMarkdown,
};

/** As the contract has it, and `adiuva transcribe` prints it. */
export function toTranscript(transcript: SpokenTranscript): Transcript {
  const { language, durationMs, model, warnings, segments } = transcript;
  return {
    language,
    durationMs,
    model,
    segments: segments.map(({ startMs, endMs, text, speakerName, confidence, words }) => ({
      startMs,
      endMs,
      text,
      ...(speakerName !== null && { speaker: speakerName }),
      ...(confidence !== null && { confidence }),
      ...(words.length > 0 && { words }),
    })),
    warnings: [...warnings],
  };
}

function withoutSpeakers(transcript: SpokenTranscript): SpokenTranscript {
  return {
    ...transcript,
    segments: transcript.segments.map((segment) => ({ ...segment, speakerName: null })),
  };
}
