import type { Part } from '@adiuva/contracts';
import { fileEmpty } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { readText } from '../text/readText.ts';

interface Cue {
  startMs: number;
  endMs: number;
  text: string;
}

/** What is said in so much time or so many letters is one part: a place to jump to, and enough to be found by. */
const partMs = 60_000;
const partLength = 1_500;
const pauseMs = 10_000;

const timing =
  /^\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})[ \t]+-->[ \t]+(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})/;

/** Subtitles (SubRip, WebVTT): what is said, with its time. */
export async function extractSubtitles(source: Source): Promise<Extracted> {
  const cues = readCues(readText(source));
  if (cues.length === 0) throw fileEmpty(source.name);
  const parts: Part[] = [];
  let held: Cue[] = [];
  let length = 0;
  const close = () => {
    if (held.length > 0) parts.push(toPart(held, parts.length));
    held = [];
    length = 0;
  };
  for (const cue of cues) {
    const [first] = held;
    const last = held.at(-1);
    const isFar = first && last && (cue.endMs - first.startMs > partMs || cue.startMs - last.endMs > pauseMs);
    if (isFar || length > partLength) close();
    held.push(cue);
    length += cue.text.length;
  }
  close();
  const durationMs = cues.reduce((end, cue) => Math.max(end, cue.endMs), 0);
  source.onProgress(1, 1);
  return { metadata: { durationMs }, parts, warnings: [] };
}

function readCues(text: string): Cue[] {
  const cues: Cue[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const times = timing.exec((lines[index] ?? '').slice(0, 200));
    if (!times) continue;
    const said: string[] = [];
    while (index + 1 < lines.length && (lines[index + 1] ?? '').trim() !== '') {
      if (timing.test((lines[index + 1] ?? '').slice(0, 200))) break;
      said.push(plain(lines[++index] ?? ''));
    }
    const line = said.join(' ').replace(/\s+/g, ' ').trim();
    const startMs = milliseconds(times.slice(1, 5));
    const last = cues.at(-1);
    // Captions that roll repeat the line above them.
    if (line !== '' && line !== last?.text)
      cues.push({ startMs, endMs: Math.max(startMs, milliseconds(times.slice(5, 9))), text: line });
  }
  return cues;
}

function milliseconds([hours = '0', minutes = '0', seconds = '0', fraction = '0']: string[]): number {
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'))
  );
}

/** A voice tag names who speaks; all other markup is looks. */
function plain(line: string): string {
  return line
    .replace(/<v(?:\.[\w.]{1,60})?\s+([^<>]{1,100})>/g, '$1: ')
    .replace(/<[^<>]{0,100}>|\{\\[^{}]{0,100}\}/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&');
}

function toPart(cues: readonly Cue[], part: number): Part {
  const text = cues.map((cue) => cue.text).join('\n');
  const startMs = cues[0]?.startMs ?? 0;
  const endMs = cues.reduce((end, cue) => Math.max(end, cue.endMs), startMs);
  return {
    kind: 'recording',
    text,
    locator: { kind: 'time', part, start: 0, end: text.length, startMs, endMs },
    blocks: [{ kind: 'paragraph', start: 0, end: text.length }],
  };
}
