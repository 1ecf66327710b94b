import { voiceSimilarity, voiceThresholds } from '#speech';
import type { VoiceComparison } from '#transcripts';

/** How voices of recordings are compared, as they are kept. */
export const voiceComparison: VoiceComparison = {
  similarity(a, b, model) {
    const print = (embedding: Float32Array) => ({ embedding: Float32Array.from(embedding), model });
    return voiceSimilarity(print(a), print(b)).similarity;
  },
  thresholds: voiceThresholds,
};
