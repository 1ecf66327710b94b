/** Which document is read, for the sentences of errors. */
export interface Origin {
  name: string;
  expected: string;
  signal: AbortSignal | undefined;
  /** Elements of one part beyond which it is no document; without a limit where the reader has its own. */
  maxElements?: number;
}

/** A book of 10,000 pages has half as many. */
export const maxDocumentElements = 4_000_000;

/** A document whose side parts (styles, notes) are damaged is still worth reading. */
export function ignoreDamage(error: { code?: string }): void {
  if (error.code !== 'file_malformed') throw error;
}
