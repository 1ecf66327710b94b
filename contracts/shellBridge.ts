/** Names on the wire between preload and main, and of what the preload posts to its window. */
export const shellChannels = {
  call: 'adiuva:call',
  event: 'adiuva:event',
  enginePort: 'adiuva:engine-port',
} as const;

/** What the preload puts on `window.adiuva`: a forwarder that knows no method. */
export interface ShellBridge {
  /** Resolves with `{ value }` or `{ error }` (the wire form); rejects never. */
  call(method: string, input: unknown): Promise<unknown>;
  /** @returns what ends the subscription */
  onEvent(listener: (event: unknown) => void): () => void;
  /** The path of a file that was dropped or picked; empty for one that lies nowhere. */
  pathOf(file: unknown): string;
}
