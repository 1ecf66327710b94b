/** Where a chunk's text stands in its part. */
export interface ChunkPlace {
  start: number;
  end: number;
  /** What names the columns of the table, or the speaker of the turn, that the chunk begins inside of. */
  head?: { start: number; end: number } | undefined;
}

/** A chunk's text: a stretch of its part's text, after the head of the table, or the name, that it goes on with. */
export function chunkText(partText: string, { start, end, head }: ChunkPlace): string {
  const own = partText.slice(start, end);
  return head ? `${partText.slice(head.start, head.end)}\n${own}` : own;
}
