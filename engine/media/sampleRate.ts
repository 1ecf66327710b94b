/** Samples a second of everything that is decoded to be heard by a model. */
export const sampleRate = 16_000;
