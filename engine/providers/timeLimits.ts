import { AppError } from '#base';

export interface SilenceTimer {
  /** Set once the time ran out; undefined before. */
  readonly expired: AppError | undefined;
  restart(milliseconds: number): void;
  stop(): void;
}

/** Calls `onExpire` when nobody restarts it in time, and keeps the error to throw for it. */
export function unreachableAfter(provider: string, milliseconds: number, onExpire: () => void): SilenceTimer {
  let expired: AppError | undefined;
  let handle: NodeJS.Timeout | undefined;
  function restart(limit: number): void {
    clearTimeout(handle);
    handle = setTimeout(() => {
      expired = new AppError(
        'provider_unreachable',
        `The language model service “${provider}” fell silent for ${Math.ceil(limit / 1000)} seconds.`,
        { details: { provider, reason: 'timeout', limitMs: limit } },
      );
      onExpire();
    }, limit);
  }
  restart(milliseconds);
  return {
    get expired() {
      return expired;
    },
    restart,
    stop: () => clearTimeout(handle),
  };
}
