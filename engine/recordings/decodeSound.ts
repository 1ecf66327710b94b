import { rm, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  decodedMediaSchema,
  type MediaInfo,
  type MediaLane,
  type mediaContract,
  mediaInfoSchema,
} from '@adiuva/contracts/workers';
import { z } from 'zod';
import { AppError, hasCode } from '#base';
import type { Scheduler } from '#scheduler';
import type { WorkerPool } from '#workers';
import type { ScratchFolder } from './scratch.ts';

/** The sound of a recording in the scratch: samples, lane by lane, and what the file says of itself. */
export interface DecodedSound {
  info: MediaInfo;
  durationMs: number;
  /** With absolute paths. */
  lanes: MediaLane[];
  warnings: string[];
}

export interface DecodeRequest {
  path: string;
  maxBytes: number;
  noiseReduction: boolean;
  signal: AbortSignal;
  /** Throws where the file is not the one any more that is to be heard. */
  verify(): Promise<void>;
  onProgress(fraction: number | undefined): void;
  /** The file has said what it is. */
  onInfo?(info: MediaInfo): void;
}

const manifestSchema = z.object({ info: mediaInfoSchema, decoded: decodedMediaSchema });

/** A decoder that has read nothing for this long is stuck. */
const stallMs = 60_000;
const probeMs = 5 * 60_000;
/** Left on the disk for everybody else. */
const reservedBytes = 256 * 1024 * 1024;
const bytesPerMs = 32;

/** Where the samples lie: what was cleaned of noise sounds otherwise and is told apart. */
export function soundFolder({ noiseReduction }: { noiseReduction: boolean }): string {
  return noiseReduction ? 'sound-cleaned' : 'sound';
}

/**
 * The samples of a recording: of an earlier try where all of them are there, else decoded now. What says that they are
 * whole is written last.
 *
 * @throws AppError of the file, as the media worker codes them; `extraction_crashed`, `extraction_timeout`,
 *   `storage_full`, `file_changed`, `worker_crashed`, `cancelled`
 */
export async function decodeSound(
  deps: { media: WorkerPool<typeof mediaContract>; scheduler: Pick<Scheduler, 'run'> },
  folder: ScratchFolder,
  request: DecodeRequest,
): Promise<DecodedSound> {
  const inner = soundFolder(request);
  const manifest = join(inner, 'manifest.json');
  const saved = await folder.load(manifest, manifestSchema);
  if (saved) {
    request.onInfo?.(saved.info);
    const sound = toSound(saved, join(folder.path, inner));
    if (await isWhole(sound)) return sound;
    await rm(join(folder.path, manifest), { force: true });
  }
  const { path, maxBytes, noiseReduction, signal } = request;
  const info = await probeRecording(deps.media, { path, maxBytes }, signal);
  request.onInfo?.(info);
  await requireRoom(folder.path, info);
  const samples = await folder.emptyFolder(inner);
  request.onProgress(undefined);
  const decoded = await deps.scheduler
    .run({ kind: 'decoding', signal }, () =>
      deps.media.call(
        'media.decode',
        { path, folder: samples, maxBytes, noiseReduction },
        {
          signal,
          stallMs,
          onEvent(event) {
            if (event.type !== 'progress') return;
            const { doneMs, totalMs } = event;
            request.onProgress(totalMs ? Math.min(1, doneMs / totalMs) : undefined);
          },
        },
      ),
    )
    .catch((error: unknown) => {
      throw toFileFault(error, path);
    });
  await request.verify();
  const lanes = decoded.lanes.map((lane) => ({ ...lane, file: basename(lane.file) }));
  const made = { info, decoded: { ...decoded, lanes } };
  await folder.save(manifest, made);
  return toSound(made, samples);
}

/** What a recording says of itself. @throws AppError as `decodeSound` */
export async function probeRecording(
  media: WorkerPool<typeof mediaContract>,
  input: { path: string; maxBytes: number },
  signal: AbortSignal,
): Promise<MediaInfo> {
  try {
    return await media.call('media.probe', input, { signal, stallMs, timeoutMs: probeMs });
  } catch (error) {
    throw toFileFault(error, input.path);
  }
}

function toSound({ info, decoded }: z.infer<typeof manifestSchema>, folder: string): DecodedSound {
  const lanes = decoded.lanes.map((lane) => ({ ...lane, file: join(folder, basename(lane.file)) }));
  return { info, durationMs: decoded.durationMs, lanes, warnings: decoded.warnings };
}

async function isWhole({ lanes }: DecodedSound): Promise<boolean> {
  const sizes = await Promise.all(lanes.map(({ file }) => stat(file).catch(() => null)));
  return lanes.every(({ samples }, index) => sizes[index]?.size === samples * 2);
}

/** A disk that is filled to its last byte stops everything else too. */
async function requireRoom(folder: string, { durationMs, tracks }: MediaInfo): Promise<void> {
  const lanes = tracks.reduce(
    (sum, { kind, channels }) => sum + (kind === 'audio' ? Math.min(2, channels ?? 1) : 0),
    0,
  );
  const needed = (durationMs ?? 0) * bytesPerMs * lanes + reservedBytes;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  throw new AppError(
    'storage_full',
    `To hear this recording ${Math.ceil(needed / 1024 ** 2)} MB of disk are needed for a while; free some space. It goes on then.`,
  );
}

/** What became of a worker by a file, in words about the file. */
function toFileFault(error: unknown, path: string): unknown {
  const name = basename(path);
  if (hasCode(error, 'timeout'))
    return new AppError('extraction_timeout', `Decoding “${name}” came to a standstill and was stopped.`, {
      cause: error,
    });
  if (hasCode(error, 'extraction_memory'))
    return new AppError(
      'extraction_memory',
      `Decoding “${name}” needed more memory than is allowed for one file.`,
      { cause: error },
    );
  if (hasCode(error, 'worker_crashed') && error.details?.byItself)
    return new AppError('extraction_crashed', `“${name}” makes the decoder crash; it is probably damaged.`, {
      cause: error,
    });
  return error;
}
