import type { SpeakerTurn } from '@adiuva/contracts/workers';

/**
 * Turns of a file in NIST's Rich Transcription Time Marked form, speakers numbered in the order of their first line:
 * `SPEAKER file channel start duration <NA> <NA> name <NA> <NA>`, in seconds.
 */
export function parseRttm(text: string): SpeakerTurn[] {
  const names = new Map<string, number>();
  const turns: SpeakerTurn[] = [];
  for (const line of text.split('\n')) {
    const [type, , , start, duration, , , name] = line.trim().split(/\s+/);
    if (type !== 'SPEAKER' || name === undefined) continue;
    const speaker = names.get(name) ?? names.size;
    names.set(name, speaker);
    const startMs = Math.round(Number(start) * 1000);
    turns.push({ startMs, endMs: startMs + Math.round(Number(duration) * 1000), speaker });
  }
  return turns.sort((a, b) => a.startMs - b.startMs);
}
