import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SpeakerTurn } from '../../contracts/workers/index.ts';
import { diarize, findVoice } from '../../engine/speech/index.ts';
import { diarizationErrors } from '../../engine/speech/testing/errorRate.ts';
import { hasEspeak, speak, talk } from '../../engine/speech/testing/espeak.ts';
import { hasFlite, speakFlite } from '../../engine/speech/testing/flite.ts';
import { makeConversation } from '../../engine/speech/testing/makeConversation.ts';
import { readWav } from '../../engine/speech/testing/readWav.ts';
import { parseRttm } from '../../engine/speech/testing/rttm.ts';
import { writePcm } from '../../engine/speech/testing/writePcm.ts';
import { measureApart, repeatFile, repeatSamples } from '../longRecording.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const speech = fileURLToPath(new URL('../../../shared/corpus/speech', import.meta.url));
const longHours = 4;

/** Who talks in a made conversation; each once in a dry room and once with echo and noise. */
const casts = [
  ['en+m1'],
  ['en+f3'],
  ['en+m3', 'en+f1'],
  ['en+m2', 'en+m7'],
  ['en+f2', 'en+f4'],
  ['de+m5', 'en-us+m1'],
  ['en+m1', 'en+f2', 'en+m6'],
  ['fr+f3', 'en+m4', 'en+f4'],
  ['en+m2', 'en+f1', 'en+m5', 'it+f4'],
];
/** The same of people whose voices were recorded. */
const recordedCasts = [
  ['awb'],
  ['rms'],
  ['slt'],
  ['kal16'],
  ['slt', 'rms'],
  ['awb', 'kal16'],
  ['kal16', 'rms'],
  ['slt', 'awb', 'kal16'],
];
const rooms = [
  { overlaps: 0.08 },
  { overlaps: 0.2, levelSpreadDb: 8, signalToNoiseDb: 20, echoSeconds: 0.3 },
];

interface Score {
  found: number;
  speakers: number;
  /** Error rates: found alone, with the count given, and the first with a collar. */
  alone: number;
  counted: number;
  collar: number;
}

export const suite: Suite = {
  name: 'diarization',
  description: 'Who speaks when, without models: error rates, speed and memory',
  async run(context: BenchContext): Promise<Measurement[]> {
    const { folder, log } = context;
    const results: Measurement[] = [];
    if (existsSync(speech)) {
      const samples = await readWav(join(speech, 'two-speakers.wav'));
      const truth = parseRttm(await readFile(join(speech, 'two-speakers.rttm'), 'utf8'));
      const score = await scored(join(folder, 'call.pcm'), samples, truth);
      log(`two-speakers.wav: ${describe(score)}`);
      results.push(
        { name: 'two-speakers.wav, error rate', unit: '%', value: 100 * score.alone },
        {
          name: 'two-speakers.wav, error rate with a collar of 0.25 s',
          unit: '%',
          value: 100 * score.collar,
        },
        { name: 'two-speakers.wav, error rate with the count given', unit: '%', value: 100 * score.counted },
      );
    }
    if (hasFlite())
      results.push(...(await madeConversations('recorded voices', recordedCasts, speakFlite, context)));
    if (hasEspeak()) {
      results.push(...(await madeConversations('made conversations', casts, speak, context)));
      const people = makeConversation(talk(['en+m2', 'en+f1', 'en+m5', 'en+f4'], 60, 9), { seed: 9 }).samples;
      const part = await writePcm(join(folder, 'part.pcm'), repeatSamples(people, 5 * 60));
      const long = await repeatFile(part, join(folder, 'long.pcm'), (longHours * 60) / 5);
      const { ms, peakBytes } = await measureApart('diarize', long);
      log(`${longHours} hours: ${(ms / 1000).toFixed(0)} s`);
      const share = ms / (longHours * 3_600_000);
      results.push(
        {
          name: `${longHours} hours without a pause, share of real time`,
          unit: '',
          value: share,
          target: 'at most 0.25',
          met: share <= 0.25,
        },
        {
          name: `${longHours} hours without a pause, peak memory of the process`,
          unit: 'MB',
          value: peakBytes / 1e6,
          target: 'under 500',
          met: peakBytes < 500e6,
        },
      );
    }
    return results;
  },
};

async function madeConversations(
  name: string,
  named: readonly (readonly string[])[],
  say: typeof speak,
  { folder, log }: BenchContext,
): Promise<Measurement[]> {
  const scores: Score[] = [];
  for (const [index, voices] of named.entries())
    for (const [room, options] of rooms.entries()) {
      const seed = 100 + index * rooms.length + room;
      const spoken = talk(voices, 6 + 5 * voices.length, seed, say);
      const made = makeConversation(spoken, { seed, ...options });
      const score = await scored(join(folder, 'made.pcm'), made.samples, made.turns);
      log(`${voices.join(' ')}${room ? ', echo' : ''}: ${describe(score)}`);
      scores.push(score);
    }
  const mean = (of: (score: Score) => number) =>
    (100 * scores.reduce((sum, score) => sum + of(score), 0)) / scores.length;
  const measured: [what: string, value: number][] = [
    ['error rate', mean(({ alone }) => alone)],
    ['error rate with a collar of 0.25 s', mean(({ collar }) => collar)],
    ['error rate with the count given', mean(({ counted }) => counted)],
    ['right number of speakers', mean(({ found, speakers }) => Number(found === speakers))],
    ['too many speakers', mean(({ found, speakers }) => Number(found > speakers))],
  ];
  return measured.map(([what, value]) => ({ name: `${name}, ${what}`, unit: '%', value }));
}

async function scored(file: string, samples: Float32Array, truth: SpeakerTurn[]): Promise<Score> {
  const pcm = await writePcm(file, samples);
  const { segments: voice } = await findVoice(pcm);
  const speakers = new Set(truth.map(({ speaker }) => speaker)).size;
  const alone = await diarize({ pcm, voice });
  const counted = await diarize({ pcm, voice, speakers });
  return {
    found: alone.speakers.length,
    speakers,
    alone: diarizationErrors(truth, alone.turns).rate,
    counted: diarizationErrors(truth, counted.turns).rate,
    collar: diarizationErrors(truth, alone.turns, 250).rate,
  };
}

function describe({ found, speakers, alone, counted, collar }: Score): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return `${found} of ${speakers} speakers, ${percent(alone)}, collar ${percent(collar)}, count given ${percent(counted)}`;
}
