import { fork } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { PcmSource } from '../contracts/workers/index.ts';

const rate = 16_000;
const measuring = fileURLToPath(new URL('speechProcess.ts', import.meta.url));

/** The same over and over. */
export function repeatSamples(samples: Float32Array, seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * rate }, (_, index) => samples[index % samples.length] ?? 0);
}

/** A file made of another, so many times. */
export async function repeatFile(from: PcmSource, to: string, times: number): Promise<PcmSource> {
  for (let round = 0; round < times; round++)
    await pipeline(createReadStream(from.file), createWriteStream(to, { flags: 'a' }));
  return { ...from, file: to, samples: from.samples * times };
}

/** Runs in a process of its own, so that its peak of memory is that of the work. */
export function measureApart(
  task: 'findVoice' | 'diarize',
  pcm: PcmSource,
): Promise<{ peakBytes: number; ms: number }> {
  return new Promise((resolve, reject) => {
    const child = fork(measuring, { stdio: 'inherit' });
    child.once('message', (answer) => resolve(answer as { peakBytes: number; ms: number }));
    child.once('error', reject);
    child.once(
      'exit',
      (code) => code !== 0 && reject(new Error(`The measuring process ended with ${code}.`)),
    );
    child.send({ task, pcm });
  });
}
