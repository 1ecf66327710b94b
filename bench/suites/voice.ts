import { join } from 'node:path';
import { findVoice } from '../../engine/speech/index.ts';
import { hasEspeak, talk } from '../../engine/speech/testing/espeak.ts';
import { makeConversation } from '../../engine/speech/testing/makeConversation.ts';
import { babble } from '../../engine/speech/testing/vowelVoice.ts';
import { writePcm } from '../../engine/speech/testing/writePcm.ts';
import { measureApart, repeatFile, repeatSamples } from '../longRecording.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const rate = 16_000;
const longHours = 4;

export const suite: Suite = {
  name: 'voice',
  description: 'Voice activity against real time, on one thread, and the memory of a long recording',
  async run({ folder, log }: BenchContext): Promise<Measurement[]> {
    const results: Measurement[] = [];
    const talking = conversation();
    const minutes = repeatSamples(talking, 5 * 60);
    const short = await writePcm(join(folder, 'short.pcm'), talking.subarray(0, 30 * rate));
    const medium = await writePcm(join(folder, 'medium.pcm'), minutes);
    for (const [name, pcm] of [
      ['30 seconds, one stream', short],
      ['5 minutes, several streams', medium],
    ] as const) {
      const { wall, processor } = await best(() => findVoice(pcm));
      const ms = pcm.samples / (rate / 1000);
      log(
        `${name}: ${(ms / wall).toFixed(0)} times real time by the clock, ${(ms / processor).toFixed(0)} by the processor`,
      );
      results.push({
        name: `voice activity, ${name}`,
        unit: 'times real time (processor seconds of one thread)',
        value: ms / processor,
        ...(pcm === medium && { target: 'at least 100', met: ms / processor >= 100 }),
      });
      results.push({
        name: `voice activity, ${name}, by the clock`,
        unit: 'times real time',
        value: ms / wall,
      });
    }
    const long = await repeatFile(medium, join(folder, 'long.pcm'), (longHours * 60) / 5);
    const { peakBytes, ms } = await measureApart('findVoice', long);
    log(`${longHours} hours: ${(ms / 1000).toFixed(0)} s`);
    results.push({
      name: `voice activity, ${longHours} hours, by the clock`,
      unit: 'times real time',
      value: (longHours * 3_600_000) / ms,
    });
    results.push({
      name: `voice activity, ${longHours} hours, peak memory of the process`,
      unit: 'MB',
      value: peakBytes / 1e6,
      target: 'under 300',
      met: peakBytes < 300e6,
    });
    return results;
  },
};

/** A minute or two of two voices: spoken by espeak-ng where it is, else babble. */
function conversation(): Float32Array {
  const spoken = hasEspeak()
    ? talk(['en+m3', 'en+f2'], 24, 7)
    : Array.from({ length: 24 }, (_, index) => ({
        speaker: index % 2,
        samples: babble({ pitch: index % 2 ? 200 : 110, tract: index % 2 ? 1.18 : 1, breath: 0.4 }, 3, index),
      }));
  return makeConversation(spoken, { seed: 7 }).samples;
}

/** The best of three, after one that warms up. */
async function best(work: () => Promise<unknown>): Promise<{ wall: number; processor: number }> {
  await work();
  const found = { wall: Number.POSITIVE_INFINITY, processor: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 3; round++) {
    const usage = process.cpuUsage();
    const started = performance.now();
    await work();
    found.wall = Math.min(found.wall, performance.now() - started);
    const { user, system } = process.cpuUsage(usage);
    found.processor = Math.min(found.processor, (user + system) / 1000);
  }
  return found;
}
