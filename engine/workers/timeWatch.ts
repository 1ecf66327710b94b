import { AppError } from '#base';

export interface TimeWatch {
  /** The call has said something: the time without a sign begins anew. */
  sawLife(): void;
  stop(): void;
}

/** Calls back once, when a call has taken longer than it may in all, or been silent for longer than it may. */
export function watchTime(
  { timeoutMs, stallMs }: { timeoutMs: number | undefined; stallMs: number | undefined },
  onOver: (reason: AppError) => void,
): TimeWatch {
  const whole = timeoutMs === undefined ? undefined : setTimeout(over, timeoutMs, timeoutMs);
  const silence = stallMs === undefined ? undefined : setTimeout(over, stallMs, stallMs);

  function over(ms: number): void {
    stop();
    onOver(new AppError('timeout', `It took longer than ${Math.round(ms / 1000)} s.`));
  }

  function stop(): void {
    clearTimeout(whole);
    clearTimeout(silence);
  }

  return { sawLife: () => void silence?.refresh(), stop };
}
