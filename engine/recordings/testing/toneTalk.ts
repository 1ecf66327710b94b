import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalogue } from '@adiuva/models';
import { toneHertz } from '../../speech/testing/toneVoices.ts';
import { writeToneModels } from '../../speech/testing/writeToneModels.ts';
import { quiet, waveFile } from './voiceSound.ts';

const rate = 16_000;
const pitch = 140;
/** A tone goes up and down by 40 dB: after its mean is taken off, and its quiet moments, there is enough of it left. */
const loud = 0.5;
const soft = 0.005;
const beatSamples = 1920;
const turns = [
  { startMs: 1000, endMs: 4000 },
  { startMs: 6000, endMs: 9000 },
] as const;

/**
 * Two who speak, from 1 to 4 s and from 6 to 9 s: a hum that voice detection takes for a voice, at least at its beginning,
 * under one of the tones that the models of `toneModelFolder` tell apart.
 *
 * @param voices indices in `toneHertz`
 * @param totalMs ten seconds and more; another length is another recording
 */
export function toneTalk(voices: readonly [number, number], totalMs: number): Buffer {
  const samples = quiet(totalMs);
  for (const [turn, { startMs, endMs }] of turns.entries()) {
    const hertz = toneHertz[voices[turn] ?? 0] ?? 0;
    let phase = 0;
    for (let index = 0; index < ((endMs - startMs) * rate) / 1000; index++) {
      const time = index / rate;
      phase += (2 * Math.PI * pitch * (1 + 0.12 * Math.sin(2 * Math.PI * 0.6 * time))) / rate;
      const hum = Math.sin(phase) + 0.7 * Math.sin(2 * phase) + 0.5 * Math.sin(3 * phase);
      const syllable = 0.2 * Math.sin(Math.PI * ((time / 0.22) % 1)) ** 0.6;
      const rise = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / beatSamples);
      const tone = loud ** rise * soft ** (1 - rise) * Math.sin(2 * Math.PI * hertz * time);
      const at = (startMs * rate) / 1000 + index;
      samples[at] = (samples[at] ?? 0) + syllable * hum + tone;
    }
  }
  return waveFile(samples);
}

/** A folder with models of tones under the names that the real files have: what a person imports. */
export async function toneModelFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const made = await writeToneModels(folder);
  for (const { role, path } of catalogue.find(({ kind }) => kind === 'diarization')?.files ?? []) {
    if (role === undefined) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rename(made[role], join(folder, path));
  }
  return folder;
}
