/** Codes are kept in blocks of this many, so that a library of 100,000 loads in a hundred reads. */
export const codesPerBlock = 1024;

export interface VectorTables {
  readonly vectors: string;
  readonly codes: string;
  readonly blocks: string;
}

/** A model's table names. @throws RangeError for a key that is no row id, so that nothing else reaches the SQL */
export function vectorTables(modelKey: number): VectorTables {
  if (!Number.isSafeInteger(modelKey) || modelKey < 1) throw new RangeError(`Not a model key: ${modelKey}`);
  return { vectors: `vectors_${modelKey}`, codes: `codes_${modelKey}`, blocks: `code_blocks_${modelKey}` };
}
