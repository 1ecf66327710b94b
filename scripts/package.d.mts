export function pack(options?: {
  /** Only the unpacked folder, no installer. */
  isFolder?: boolean;
  /** An unpacked Electron to use instead of the one that would be fetched. */
  electronDist?: string | undefined;
  output?: string;
  updates?: { url: string; key: string } | undefined;
}): number;
