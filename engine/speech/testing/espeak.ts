import { execFileSync } from 'node:child_process';
import { createRandom } from './random.ts';
import { decodeWav } from './readWav.ts';

const rate = 16_000;

/** Sentences of everyday talk, some short. */
const sentences = [
  'Good morning everybody, shall we begin with the numbers of last week?',
  'Yes, I have them here on my screen.',
  'The new machine runs a little slower than we had hoped, but it runs.',
  'That is not what the customer told me on Tuesday afternoon.',
  'Let us wait for the second test before we decide anything.',
  'Why would they send the letter to the old address again?',
  'No, not really.',
  'I could ask my sister, she worked there for several years.',
  'Somebody should write this down, otherwise we forget it like last time.',
  'The train leaves at seven, so there is enough time for a coffee.',
  'Okay, that is fine with me.',
  'If the weather stays like this we will have dinner in the garden.',
  'We moved the meeting to Thursday because of the long weekend.',
  'I see what you mean.',
  'The report is almost finished, only the last chapter is missing.',
  'Could you say that again, the line was not very good?',
  'He promised to call back before noon and he never did.',
  'There are four boxes in the hall and one of them is open.',
  'Well, maybe next week.',
  'Their offer is cheaper, but the service costs more every month.',
] as const;

/** Whether espeak-ng is on this machine. */
export function hasEspeak(): boolean {
  try {
    execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** One sentence, at 16 kHz. */
export function speak(voice: string, text: string, options: { pitch: number; speed: number }): Float32Array {
  const args = ['-v', voice, '-p', String(options.pitch), '-s', String(options.speed), '--stdout', text];
  return resampled(decodeWav(execFileSync('espeak-ng', args, { maxBuffer: 64 * 1024 * 1024 })), 22_050);
}

/**
 * What several voices say in turn, the same for the same seed: everybody says something, and who has spoken mostly
 * lets another speak next.
 */
export function talk(
  voices: readonly string[],
  count: number,
  seed: number,
  say: typeof speak = speak,
): { speaker: number; samples: Float32Array }[] {
  const random = createRandom(seed);
  let previous = -1;
  return Array.from({ length: count }, (_, index) => {
    let speaker = index < voices.length ? index : Math.floor(random() * voices.length);
    if (speaker === previous && random() < 0.7) speaker = (speaker + 1) % voices.length;
    previous = speaker;
    const text = sentences[Math.floor(random() * sentences.length)] ?? '';
    const options = { pitch: 44 + Math.floor(random() * 13), speed: 145 + Math.floor(random() * 40) };
    return { speaker, samples: say(voices[speaker] ?? 'en', text, options) };
  });
}

/** By a windowed sinc of 32 samples. */
function resampled(samples: Float32Array, from: number): Float32Array {
  const half = 16;
  const ratio = from / rate;
  const cutoff = Math.min(1, 1 / ratio);
  return Float32Array.from({ length: Math.floor(samples.length / ratio) }, (_, index) => {
    const centre = index * ratio;
    let sum = 0;
    for (let at = Math.ceil(centre - half); at <= centre + half; at++) {
      const x = at - centre;
      const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x);
      sum += (samples[at] ?? 0) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
    }
    return sum;
  });
}
