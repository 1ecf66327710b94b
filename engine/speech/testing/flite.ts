import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeWav } from './readWav.ts';

/** Voices made of recordings of four people, at 16 kHz. */
export const fliteVoices = ['kal16', 'awb', 'rms', 'slt'] as const;

/** Whether flite with these voices is on this machine. */
export function hasFlite(): boolean {
  try {
    const voices = execFileSync('flite', ['-lv'], { encoding: 'utf8' }).split(/\s+/);
    return fliteVoices.every((voice) => voices.includes(voice));
  } catch {
    return false;
  }
}

/** One sentence. The pitch is the person's own. */
export function speakFlite(voice: string, text: string, { speed }: { speed: number }): Float32Array {
  const folder = mkdtempSync(join(tmpdir(), 'adiuva-flite-'));
  try {
    const file = join(folder, 'said.wav');
    const stretch = (165 / speed).toFixed(3);
    execFileSync('flite', ['-voice', voice, '--setf', `duration_stretch=${stretch}`, '-t', text, '-o', file]);
    return decodeWav(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
