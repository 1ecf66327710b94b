import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TranscriptScript } from '../../transcription/testing/index.ts';

/** Words from a moment on, one every 400 ms. */
export function wordsFrom(startMs: number, text: string): TranscriptScript['words'] {
  return text.split(' ').map((word, index) => {
    const at = startMs + index * 400;
    return { text: word, startMs: at, endMs: at + 350 };
  });
}

/** What the transcriber of a test says; read by each process that starts. @returns the path of the script */
export function writeScript(folder: string, script: Partial<TranscriptScript>): string {
  const path = join(folder, 'script.json');
  writeFileSync(path, JSON.stringify({ language: 'en', words: [], ...script }));
  return path;
}
