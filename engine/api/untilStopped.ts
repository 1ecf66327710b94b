import { AppError } from '#base';

/** For calls that tell until their caller stops them. @throws AppError `cancelled`, always */
export function untilStopped(signal: AbortSignal, stop: () => void): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => {
      stop();
      reject(new AppError('cancelled', 'Stopped.'));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
