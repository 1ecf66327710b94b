import { joinTexts } from '#storage';
import { type SpokenTranscript, turnsOf } from './spokenTranscript.ts';
import { clockTime } from './timestamp.ts';

/** A paragraph a turn, each after its speaker's name. */
export function toText(transcript: SpokenTranscript): string {
  return turnsOf(transcript, joinTexts)
    .map(({ speaker, text }) => (speaker === null ? `${text}\n` : `${speaker}: ${text}\n`))
    .join('\n');
}

/** A paragraph a turn, each after its time and its speaker's name. */
export function toMarkdown(transcript: SpokenTranscript): string {
  const turns = turnsOf(transcript, joinTexts).map(({ startMs, speaker, text }) => {
    const name = speaker === null ? '' : ` **${escapeMarkdown(speaker)}:**`;
    return `[${clockTime(startMs)}]${name} ${escapeMarkdown(text)}\n`;
  });
  return [`# ${escapeMarkdown(transcript.title)}\n`, ...turns].join('\n');
}

/** What could be read as a mark is written with a backslash; a turn begins with its time, so nothing opens a block. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\\`*_[\]<>#|~&$]/gu, '\\$&');
}
