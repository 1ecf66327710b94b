/** The first message on the socket, from the engine's side: it is alive, and speaks this version. */
export interface Hello {
  readonly t: 'hello';
  readonly protocol: number;
}

/** Raised when the framing, or the contract, changes so that an older side would misunderstand. */
export const protocolVersion = 1;

export function readHello(message: unknown): Hello | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { t, protocol } = message as Record<string, unknown>;
  return t === 'hello' && typeof protocol === 'number' ? { t, protocol } : undefined;
}
