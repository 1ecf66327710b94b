/** Bytes that can be read at any place without being held in memory. */
export interface Content {
  readonly size: number;
  /** Exactly `length` bytes from `offset`, or fewer at the end. @throws AppError `file_unreadable`, `file_changed` */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function contentOf(bytes: Uint8Array): Content {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  };
}
