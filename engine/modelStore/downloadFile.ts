import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError, hasCode, throwIfAborted } from '#base';
import type { Log } from '#ports';
import { createRunningDigest, type RunningDigest, readThrough } from './digest.ts';
import { asWriteError } from './layout.ts';
import { type FileRecord, type PlannedFile, readJson, syncFolder, writeJson } from './manifest.ts';
import {
  asTransferError,
  type HubConnection,
  openUrl,
  pauseAfter,
  RetryableFault,
  statusFault,
  watchForStalls,
} from './request.ts';

export interface FileDownload {
  connection: HubConnection;
  url: URL;
  file: PlannedFile;
  /** Where the bytes gather; a sidecar beside it keeps the server's ETag. */
  part: string;
  /** Appears only when it is whole and verified. */
  target: string;
  signal: AbortSignal;
  /** Bytes of this file that are there now; goes back when the file has to begin again. */
  onBytes(received: number): void;
  log: Log;
}

const sidecarSchema = z.object({ etag: z.string() });

/**
 * Brings one file, going on from what an earlier try left. Wrong bytes are thrown away and fetched once more.
 * @throws AppError `download_corrupt`, `download_failed`, `storage_full`, `offline`, `cancelled`
 */
export async function downloadFile(download: FileDownload): Promise<FileRecord> {
  const { file, part, target, log } = download;
  await mkdir(dirname(part), { recursive: true });
  await mkdir(dirname(target), { recursive: true });
  for (let isSecond = false; ; isSecond = true) {
    try {
      const record = await receiveWhole(download);
      await rename(part, target);
      await syncFolder(dirname(target));
      await rm(sidecarOf(part), { force: true });
      return record;
    } catch (error) {
      if (!hasCode(error, 'download_corrupt')) throw error;
      await rm(part, { force: true });
      await rm(sidecarOf(part), { force: true });
      if (isSecond) throw error;
      log.warn('model.download.corrupt', { file: file.path });
      download.onBytes(0);
    }
  }
}

/** @throws AppError `download_corrupt` where the sums differ */
export function checkSums(file: PlannedFile, digest: RunningDigest): FileRecord {
  const digests = digest.finish();
  for (const { algorithm, hex, source } of file.checksums) {
    if (digests[algorithm] !== hex)
      throw corrupt(
        file,
        `its ${algorithm} is not the one given (${source === 'hub' ? 'by the hub' : source})`,
      );
  }
  return { path: file.path, size: file.size, sha256: digests.sha256 };
}

interface Part {
  readonly handle: FileHandle;
  readonly path: string;
  size: number;
  digest: RunningDigest;
  etag: string | null;
}

async function receiveWhole(download: FileDownload): Promise<FileRecord> {
  const { file, signal, connection } = download;
  throwIfAborted(signal);
  const handle = await open(download.part, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const part = await resumePart(download, handle);
    let furthest = part.size;
    let failures = 0;
    while (part.size < file.size) {
      try {
        await receive(download, part);
      } catch (thrown) {
        const error = asTransferError(thrown, signal);
        if (!(error instanceof RetryableFault)) throw error;
        failures = part.size >= furthest + connection.limits.progressBytes ? 1 : failures + 1;
        furthest = Math.max(furthest, part.size);
        download.log.info('model.download.retry', { file: file.path, at: part.size, failures });
        await pauseAfter(error, failures, connection, signal);
      }
    }
    const record = checkSums(file, part.digest);
    await handle.sync();
    return record;
  } finally {
    await handle.close();
  }
}

async function resumePart(download: FileDownload, handle: FileHandle): Promise<Part> {
  const { file, part: path, signal } = download;
  const { size } = await handle.stat();
  const sidecar = await readJson(sidecarOf(path), sidecarSchema);
  const part: Part = {
    handle,
    path,
    size: 0,
    digest: createRunningDigest(file.size),
    etag: sidecar?.etag ?? null,
  };
  if (size > file.size) await restart(part, file);
  else part.size = await readThrough(handle, size, (chunk) => part.digest.update(chunk), signal);
  download.onBytes(part.size);
  return part;
}

async function restart(part: Part, file: PlannedFile): Promise<void> {
  await part.handle.truncate(0);
  part.size = 0;
  part.digest = createRunningDigest(file.size);
  part.etag = null;
  await rm(sidecarOf(part.path), { force: true });
}

async function receive(download: FileDownload, part: Part): Promise<void> {
  const { connection, file } = download;
  using watch = watchForStalls(connection.limits, download.signal);
  const headers: Record<string, string> = {};
  if (part.size > 0) {
    headers.range = `bytes=${part.size}-`;
    if (part.etag !== null) headers['if-range'] = part.etag;
  }
  const response = await openUrl(connection, download.url, headers, watch.signal);
  await accept(response, part, file);
  for await (const chunk of response.body ?? []) {
    if (part.size + chunk.length > file.size) throw corrupt(file, 'it is longer than promised');
    await append(part, chunk);
    watch.received(chunk.length);
    download.onBytes(part.size);
  }
  if (part.size < file.size) throw new RetryableFault('The server ended the file early.');
}

/** Decides from status and headers whether the body goes on where the part ends, or begins anew. */
async function accept(response: Response, part: Part, file: PlannedFile): Promise<void> {
  const header = (name: string) => response.headers.get(name);
  const isEncoded = !['', 'identity'].includes(header('content-encoding') ?? '');
  const etag = header('etag');
  const giveUp = async (error: Error) => {
    await response.body?.cancel();
    return error;
  };
  if (response.status === 200) {
    // No range asked for, none understood, or the ETag has changed: the whole file comes.
    if (part.size > 0) await restart(part, file);
    const length = header('content-length');
    if (!isEncoded && length !== null && Number(length) !== file.size)
      throw await giveUp(corrupt(file, `the server's copy has ${length} bytes and not ${file.size}`));
  } else if (response.status === 206 && part.size > 0) {
    const [, start, total] = header('content-range')?.match(/^bytes (\d+)-\d+\/(\d+|\*)$/) ?? [];
    if (total !== undefined && total !== '*' && Number(total) !== file.size)
      throw await giveUp(corrupt(file, `the server's copy has ${total} bytes and not ${file.size}`));
    const isOther = part.etag !== null && etag !== null && etag !== part.etag;
    if (isEncoded || isOther || Number(start) !== part.size) {
      await restart(part, file);
      throw await giveUp(new RetryableFault('The server has another copy of the file now.'));
    }
  } else if (response.status === 206 || response.status === 416) {
    await restart(part, file);
    throw await giveUp(new RetryableFault('The server does not have the rest of the file.'));
  } else {
    throw await statusFault(response, file.path);
  }
  // Only a strong ETag promises the same bytes, and only such a one may stand in If-Range.
  if (etag?.startsWith('"') && etag !== part.etag) {
    await writeJson(sidecarOf(part.path), { etag });
    part.etag = etag;
  }
}

async function append(part: Part, chunk: Uint8Array): Promise<void> {
  try {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await part.handle.write(chunk, done, chunk.length - done, part.size + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw writeFault(error);
  }
  part.digest.update(chunk);
  part.size += chunk.length;
}

/** An AppError in any case, so that a failing disk is never taken for a failing line. */
function writeFault(error: unknown): AppError {
  const fault = asWriteError(error);
  if (fault instanceof AppError) return fault;
  return new AppError('download_failed', 'The download could not be written to the disk.', { cause: error });
}

function corrupt(file: PlannedFile, why: string): AppError {
  return new AppError('download_corrupt', `${file.path} did not arrive as it should: ${why}.`, {
    details: { file: file.path },
  });
}

function sidecarOf(part: string): string {
  return `${part}.json`;
}
