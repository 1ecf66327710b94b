/** Which document is read, for the sentences of errors. */
export interface Origin {
  name: string;
  expected: string;
  signal: AbortSignal | undefined;
}

/** A document whose side parts (styles, notes) are damaged is still worth reading. */
export function ignoreDamage(error: { code?: string }): void {
  if (error.code !== 'file_malformed') throw error;
}
