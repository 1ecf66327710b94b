/** Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); the values of FTS5 and Lucene. */
export const saturation = 1.2;
export const lengthNormalisation = 0.75;

/** Lucene's form, which is positive however common the term is. */
export function inverseDocumentFrequency(documents: number, withTerm: number): number {
  return Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5));
}

/** What one term adds to a chunk's score, before its inverse document frequency. */
export function termImpact(frequency: number, length: number, averageLength: number): number {
  const norm = saturation * (1 - lengthNormalisation + (lengthNormalisation * length) / averageLength);
  return (frequency * (saturation + 1)) / (frequency + norm);
}
