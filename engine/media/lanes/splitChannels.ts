import { throwIfAborted } from '#base';
import { createLaneFile } from './laneFile.ts';
import { readSamples } from './readSamples.ts';

/**
 * The right channel of a mix and its left channel: twice the mix less the left one. The mix is rounded down, so the last
 * bit of it may be wrong.
 *
 * @throws AppError `storage_full`, `cancelled`
 */
export async function writeRightChannel(
  mixedFile: string,
  leftFile: string,
  rightFile: string,
  signal: AbortSignal | undefined,
  onAlive: () => void,
): Promise<void> {
  const writer = await createLaneFile(rightFile);
  const left = readSamples(leftFile);
  try {
    for await (const mixed of readSamples(mixedFile)) {
      throwIfAborted(signal);
      onAlive();
      const { value } = await left.next();
      if (!value) break;
      for (let index = 0; index < mixed.length; index++) {
        const right = 2 * (mixed[index] as number) - (value[index] as number);
        mixed[index] = Math.max(-32768, Math.min(32767, right));
      }
      await writer.write(mixed);
    }
    await writer.finish();
  } finally {
    await left.return();
    await writer.abandon();
  }
}
