/** Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); the values of FTS5 and Lucene. */
export const saturation = 1.2;
const lengthNormalisation = 0.75;
const lengths = 65_536;

/** Lucene's form, which is positive however common the term is. */
export function inverseDocumentFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}

/**
 * What a chunk's length does, by its length: a term that it holds `frequency` times adds
 * `idf * frequency * (saturation + 1) / (frequency + norm)` to its score.
 */
export function lengthNorms(averageLength: number): Float32Array {
  const norms = new Float32Array(lengths);
  for (let length = 0; length < lengths; length++) {
    norms[length] = saturation * (1 - lengthNormalisation + (lengthNormalisation * length) / averageLength);
  }
  return norms;
}
