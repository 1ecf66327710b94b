import type { SpeakerTurn } from '@adiuva/contracts/workers';
import { createRandom, gaussian } from './random.ts';

const rate = 16_000;

export interface ConversationOptions {
  seed: number;
  /** Share of turns that begin before the one before has ended. Default 0.1. */
  overlaps?: number;
  /** Loudest difference between two speakers, in decibels. Default 4. */
  levelSpreadDb?: number;
  /** Of voice over an even noise. Default 30. */
  signalToNoiseDb?: number;
  /** Seconds in which the room's echo falls by 60 dB. Default 0: none. */
  echoSeconds?: number;
  /** Longest pause between two turns, in seconds. Default 0.8. */
  longestPause?: number;
}

export interface Conversation {
  /** 16 kHz, within -1 to 1. */
  samples: Float32Array;
  turns: SpeakerTurn[];
}

/**
 * Utterances one after the other in one room, with pauses, and now and then one that comes too early.
 *
 * @param utterances in their order; 16 kHz
 */
export function makeConversation(
  utterances: readonly { speaker: number; samples: Float32Array }[],
  options: ConversationOptions,
): Conversation {
  const random = createRandom(options.seed);
  const gains = new Map<number, number>();
  const turns: SpeakerTurn[] = [];
  const placed: { start: number; samples: Float32Array; gain: number }[] = [];
  let cursor = Math.round(rate * (0.2 + random() * 0.5));
  let previous: number | undefined;
  for (const { speaker, samples: whole } of utterances) {
    const samples = trimmed(whole);
    const spread = options.levelSpreadDb ?? 4;
    const gain = gains.get(speaker) ?? 10 ** (((random() - 0.5) * spread) / 20) * levelled(samples);
    gains.set(speaker, gain);
    const isEarly = previous !== undefined && previous !== speaker && random() < (options.overlaps ?? 0.1);
    const shift = isEarly ? -(0.2 + random() * 0.6) : 0.08 + random() * (options.longestPause ?? 0.8);
    const start = Math.max(0, Math.round(cursor + shift * rate));
    placed.push({ start, samples, gain });
    for (const [from, to] of voiced(samples))
      turns.push({
        startMs: Math.round(((start + from) / rate) * 1000),
        endMs: Math.round(((start + to) / rate) * 1000),
        speaker,
      });
    cursor = Math.max(cursor, start + samples.length);
    previous = speaker;
  }
  const mixed = new Float32Array(cursor + Math.round(rate * 0.4));
  for (const { start, samples, gain } of placed)
    for (const [index, value] of samples.entries())
      if (start + index < mixed.length) mixed[start + index] = (mixed[start + index] ?? 0) + value * gain;
  const echoed = options.echoSeconds ? withEcho(mixed, options.echoSeconds, random) : mixed;
  const noise = 0.08 / 10 ** ((options.signalToNoiseDb ?? 30) / 20);
  for (let index = 0; index < echoed.length; index++)
    echoed[index] = Math.max(-1, Math.min(1, (echoed[index] ?? 0) + noise * gaussian(random)));
  return { samples: echoed, turns: turns.sort((a, b) => a.startMs - b.startMs) };
}

/** As raw 16-bit samples. */
export function toPcm(samples: Float32Array): Uint8Array {
  const values = Int16Array.from(samples, (value) => Math.round(Math.max(-1, Math.min(1, value)) * 32767));
  return new Uint8Array(values.buffer);
}

/** The factor that brings voice to one level: 0.08 over what is not silent. */
function levelled(samples: Float32Array): number {
  const loud = samples.filter((value) => Math.abs(value) > 0.01);
  const power = loud.reduce((sum, value) => sum + value * value, 0) / Math.max(1, loud.length);
  return 0.08 / Math.max(1e-4, Math.sqrt(power));
}

const frame = 160;

/** Loudness of each 10 ms, against the loudest. */
function envelope(samples: Float32Array): number[] {
  const levels: number[] = [];
  for (let from = 0; from + frame <= samples.length; from += frame) {
    let sum = 0;
    for (let index = from; index < from + frame; index++) sum += (samples[index] ?? 0) ** 2;
    levels.push(Math.sqrt(sum / frame));
  }
  const most = levels.reduce((a, b) => Math.max(a, b), 1e-9);
  return levels.map((level) => level / most);
}

function trimmed(samples: Float32Array): Float32Array {
  const levels = envelope(samples);
  const first = levels.findIndex((level) => level > 0.02);
  const last = levels.findLastIndex((level) => level > 0.02);
  return first < 0 ? samples : samples.subarray(first * frame, (last + 1) * frame);
}

/** Stretches of sound between pauses of 0.3 s, in samples. */
function voiced(samples: Float32Array): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (const [index, level] of envelope(samples).entries()) {
    if (level <= 0.02) continue;
    const last = found.at(-1);
    if (last && index * frame - last[1] < 0.3 * rate) last[1] = (index + 1) * frame;
    else found.push([index * frame, (index + 1) * frame]);
  }
  return found;
}

const reflections = 100;
/** Of all reflections together, against the sound itself: a table microphone. */
const echoPower = 0.3;

/** A room: the sound itself and many reflections, later ones weaker, each delayed by chance. */
function withEcho(samples: Float32Array, seconds: number, random: () => number): Float32Array {
  const taps = Array.from({ length: reflections }, () => {
    const delay = Math.round(rate * (0.004 + random() * seconds * 0.6));
    return { delay, gain: 10 ** ((-3 * delay) / rate / seconds) * (random() < 0.5 ? -1 : 1) };
  });
  const scale = Math.sqrt(echoPower / taps.reduce((sum, { gain }) => sum + gain * gain, 0));
  const result = Float32Array.from(samples);
  for (const { delay, gain } of taps)
    for (let index = delay; index < result.length; index++)
      result[index] = (result[index] ?? 0) + scale * gain * (samples[index - delay] ?? 0);
  return result;
}
