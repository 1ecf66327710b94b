/** How a player is; where it is in the recording is told apart, since that changes all the time. */
export interface PlayerState {
  /** `none`: nothing was to be heard yet, so nothing was fetched. */
  media: 'none' | 'loading' | 'ready' | 'failed';
  /** 0 to 1: how much of the file is here. */
  loaded: number;
  /** What the person wants; the sound may still be on its way. */
  isPlaying: boolean;
  isWaiting: boolean;
  rate: number;
  /** 0 to 1. */
  volume: number;
  isMuted: boolean;
  /** Why it failed; null where the file came, and the browser cannot play it. */
  error: unknown;
}

export const startState: PlayerState = {
  media: 'none',
  loaded: 0,
  isPlaying: false,
  isWaiting: false,
  rate: 1,
  volume: 1,
  isMuted: false,
  error: null,
};

/** Within the recording; nonsense is its beginning. */
export function clampMs(ms: number, durationMs: number): number {
  return Number.isFinite(ms) ? Math.round(Math.max(0, Math.min(durationMs, ms))) : 0;
}

/** What was kept of an earlier player, from storage that anybody may have written. */
export function readKept(text: string | null): Partial<Pick<PlayerState, 'rate' | 'volume' | 'isMuted'>> {
  try {
    const { rate, volume, isMuted } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return {
      ...(typeof rate === 'number' && rate >= 0.5 && rate <= 2 && { rate }),
      ...(typeof volume === 'number' && volume >= 0 && volume <= 1 && { volume }),
      ...(typeof isMuted === 'boolean' && { isMuted }),
    };
  } catch {
    return {};
  }
}
