import type { VoicePrint } from '@adiuva/contracts/workers';
import { spectralPrintModel } from './spectral/voicePrint.ts';

/** `recognised`: taken as the same person; `suggested`: worth asking; null: neither. */
export type VoiceMatch = 'recognised' | 'suggested' | null;

export interface VoiceThresholds {
  recognised: number;
  suggested: number;
}

/**
 * Over 44 made voices (`npm run bench -- diarization` prints it anew), 0.8 is passed by half of the pairs of one voice
 * and by one in seventy of two; but two women on one telephone line came to 0.94. So nearly everything is a question.
 */
const spectral: VoiceThresholds = { recognised: 0.985, suggested: 0.8 };

/**
 * Of embedding models trained for it, at what is usual for them: two people are under 0.4, one is over 0.6 most of
 * the time. Not measured here, for want of weights.
 */
const trained: VoiceThresholds = { recognised: 0.7, suggested: 0.5 };

/**
 * How alike two voices are.
 *
 * @returns the cosine, -1 to 1, and what follows from it; prints of two models are not compared: 0 and null
 */
export function voiceSimilarity(a: VoicePrint, b: VoicePrint): { similarity: number; match: VoiceMatch } {
  if (a.model !== b.model || a.embedding.length !== b.embedding.length) return { similarity: 0, match: null };
  const similarity = a.embedding.reduce((sum, value, index) => sum + value * (b.embedding[index] ?? 0), 0);
  const { recognised, suggested } = voiceThresholds(a.model);
  const match = similarity >= recognised ? 'recognised' : similarity >= suggested ? 'suggested' : null;
  return { similarity, match };
}

/** From which similarity of two prints of a model on a voice is taken for a person's, and from which on it is asked. */
export function voiceThresholds(model: string): VoiceThresholds {
  return model === spectralPrintModel ? spectral : trained;
}
