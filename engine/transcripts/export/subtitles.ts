import { type Caption, captionsOf } from './captions.ts';
import type { SpokenTranscript } from './spokenTranscript.ts';
import { cueTime } from './timestamp.ts';

/** SubRip: numbered, with commas before the milliseconds. It has no escapes: an arrow in the words is written another way. */
export function toSrt(transcript: SpokenTranscript): string {
  return captionsOf(transcript, (speaker) => `${plainArrow(speaker)}:`)
    .map(({ startMs, endMs, lines }, index) => {
      const text = lines.map(plainArrow).join('\n');
      return `${index + 1}\n${cueTime(startMs, ',')} --> ${cueTime(endMs, ',')}\n${text}\n`;
    })
    .join('\n');
}

/** WebVTT with its speakers as voices (W3C, 6.3: Cue text). */
export function toVtt(transcript: SpokenTranscript): string {
  const cues = captionsOf(transcript, () => null).map((caption) => {
    const { startMs, endMs } = caption;
    return `${cueTime(startMs, '.')} --> ${cueTime(endMs, '.')}\n${cueText(caption)}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

function cueText({ speaker, lines }: Caption): string {
  const text = lines.map(escapeCue).join('\n');
  return speaker === null ? text : `<v ${escapeCue(speaker)}>${text}</v>`;
}

function escapeCue(text: string): string {
  return text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;');
}

function plainArrow(text: string): string {
  return text.replace(/-+>/gu, '→');
}
