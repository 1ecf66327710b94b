/** What becomes of a file, in a word and a colour. */
export const outcomes = {
  pending: { color: 'blue', words: 'Waiting' },
  indexed: { color: 'teal', words: 'Indexed' },
  unchanged: { color: 'teal', words: 'Indexed' },
  skipped: { color: 'gray', words: 'Skipped' },
  failed: { color: 'red', words: 'Failed' },
} as const;
