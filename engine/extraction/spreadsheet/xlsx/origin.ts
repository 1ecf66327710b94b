/** Whose part is read: for sentences, and for stopping. */
export interface Origin {
  name: string;
  expected: string;
  signal: AbortSignal | undefined;
}
