import { contractVersion } from '@adiuva/contracts';

/** The first message on the socket, from the engine's side: it is alive, and speaks this version. */
export interface Hello {
  readonly t: 'hello';
  readonly protocol: number;
}

/**
 * The last one, when the engine ends of its own will: a call that has no answer by then was never begun, and may be
 * made again elsewhere.
 */
export interface Goodbye {
  readonly t: 'goodbye';
}

/** An engine and a client of two versions would misunderstand each other; a change of the framing counts this up as well. */
export const protocolVersion = contractVersion;

export function isGoodbye(message: unknown): boolean {
  return (message as { t?: unknown } | null)?.t === 'goodbye';
}

export function readHello(message: unknown): Hello | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { t, protocol } = message as Record<string, unknown>;
  return t === 'hello' && typeof protocol === 'number' ? { t, protocol } : undefined;
}
