import { type FileHandle, open } from 'node:fs/promises';
import { fromWriteError } from '../mediaErrors.ts';

/** Samples on their way to a file, in large pieces. */
export interface LaneWriter {
  readonly samples: number;
  /** Copies what it is given. @throws AppError `storage_full` */
  write(samples: Int16Array): Promise<void>;
  /** Silence takes no room where the disk allows holes. */
  skip(samples: number): Promise<void>;
  /** Writes the rest and closes. @throws AppError `storage_full` */
  finish(): Promise<void>;
  /** Closes what is open, as it is. Never throws. */
  abandon(): Promise<void>;
}

const bufferSamples = 128 * 1024;

/** Creates the file, or empties it. @throws AppError `storage_full` */
export async function createLaneFile(path: string): Promise<LaneWriter> {
  const handle = await guarded(() => open(path, 'w'));
  const buffer = new Int16Array(bufferSamples);
  let buffered = 0;
  let position = 0;
  let isClosed = false;

  async function flush(): Promise<void> {
    if (buffered === 0) return;
    const bytes = new Uint8Array(buffer.buffer, 0, buffered * 2);
    await guarded(() => writeAll(handle, bytes, position * 2));
    position += buffered;
    buffered = 0;
  }
  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await handle.close();
  }

  return {
    get samples() {
      return position + buffered;
    },
    async write(samples) {
      for (let done = 0; done < samples.length; ) {
        const count = Math.min(samples.length - done, bufferSamples - buffered);
        buffer.set(samples.subarray(done, done + count), buffered);
        buffered += count;
        done += count;
        if (buffered === bufferSamples) await flush();
      }
    },
    async skip(samples) {
      await flush();
      position += samples;
    },
    async finish() {
      await flush();
      // A hole at the end is no part of the file until the file is told so.
      if ((await handle.stat()).size < position * 2) await guarded(() => handle.truncate(position * 2));
      await guarded(close);
    },
    abandon: () => close().catch(() => undefined),
  };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fromWriteError(error, 'the decoded sound');
  }
}
