/** Speakers that one window of the segmentation model tells apart. */
export const localSpeakers = 3;

/** Who speaks in each class, a bit a speaker: nobody, one of the three, two of them. */
const classes = [0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110] as const;
export const powersetClasses = classes.length;

/**
 * Of every frame the likeliest class.
 *
 * @param scores `powersetClasses` numbers a frame, logarithms of probabilities or anything in their order
 * @returns a bit for each speaker
 */
export function decodePowerset(scores: Float32Array): Uint8Array {
  const frames = Math.floor(scores.length / powersetClasses);
  return Uint8Array.from({ length: frames }, (_, frame) => {
    let best = 0;
    for (let index = 1; index < powersetClasses; index++)
      if (
        (scores[frame * powersetClasses + index] as number) >
        (scores[frame * powersetClasses + best] as number)
      )
        best = index;
    return classes[best] as number;
  });
}
