import { access, type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#base';
import { titleChunk, wavHeader, wavHeaderBytes } from './wavHeader.ts';

const manifestSchema = z.object({
  id: z.string(),
  title: z.string(),
  kb: z.string().nullable(),
  sources: z.array(z.enum(['microphone', 'system'])).min(1),
  sampleRate: z.number().int().positive(),
  startedAt: z.number(),
  /** Where the finished recording lies, from just before it is put there. */
  finishedPath: z.string().optional(),
});
export type CaptureManifest = z.infer<typeof manifestSchema>;

/** A recording on the disk as it grows. One caller at a time. */
export interface CaptureFile {
  readonly manifest: CaptureManifest;
  /** The number of the piece that comes next. */
  next(): number;
  /** Bytes of samples that are on the disk. */
  dataBytes(): number;
  /**
   * On the disk when it resolves. A piece that is there already is left as it is.
   *
   * @throws AppError `conflict` when pieces before it are missing, with `details.next`; `invalid_input` for half a
   *   sample; `storage_full`
   */
  append(sequence: number, samples: Uint8Array): Promise<void>;
  /** Moves what was recorded to `path`; it is a whole WAV file there that says its title. May be tried again. */
  finishAt(path: string, title: string): Promise<void>;
  /** Deletes the folder with all that is left in it. */
  remove(): Promise<void>;
  close(): Promise<void>;
}

const manifestName = 'capture.json';
const audioName = 'audio.wav';
const journalName = 'journal';
/** The piece's number and the bytes of samples there are with it, each of 64 bits. */
const recordBytes = 16;

/** @throws AppError `storage_full`, `file_unreadable` */
export async function createCaptureFile(folder: string, manifest: CaptureManifest): Promise<CaptureFile> {
  try {
    await mkdir(folder, { recursive: true });
    await writeManifest(folder, manifest);
    const audio = await open(join(folder, audioName), 'w+');
    const journal = await open(join(folder, journalName), 'w+');
    return openedFile({ folder, manifest, audio, journal, next: 0, bytes: 0 });
  } catch (error) {
    throw toCaptureError(error);
  }
}

/**
 * What an earlier run left: as much as was on the disk when it ended. Null where there is no recording.
 *
 * @throws AppError `file_unreadable`
 */
export async function reopenCaptureFile(folder: string): Promise<CaptureFile | null> {
  const manifest = await readManifest(folder);
  if (!manifest) return null;
  try {
    const audio = await openOrCreate(join(folder, audioName));
    const journal = await openOrCreate(join(folder, journalName));
    const { next, bytes } = await readJournal(journal);
    const { size } = await audio.stat();
    const frame = manifest.sources.length * 2;
    const held = Math.max(0, Math.min(bytes, size - wavHeaderBytes));
    const whole = held - (held % frame);
    await audio.truncate(wavHeaderBytes + whole);
    return openedFile({ folder, manifest, audio, journal, next, bytes: whole });
  } catch (error) {
    throw toCaptureError(error);
  }
}

interface Opened {
  folder: string;
  manifest: CaptureManifest;
  audio: FileHandle;
  journal: FileHandle;
  next: number;
  bytes: number;
}

function openedFile(opened: Opened): CaptureFile {
  const { folder, audio, journal } = opened;
  let { manifest, next, bytes } = opened;
  const format = { channels: manifest.sources.length, sampleRate: manifest.sampleRate };
  let isOpen = true;

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await Promise.all([audio.close(), journal.close()]);
  }

  return {
    get manifest() {
      return manifest;
    },
    next: () => next,
    dataBytes: () => bytes,
    async append(sequence, samples) {
      if (sequence < next) return;
      if (sequence > next) {
        throw new AppError('conflict', 'Pieces of the recording are missing; they are sent again.', {
          details: { next },
        });
      }
      if (samples.length % (format.channels * 2) !== 0)
        throw new AppError('invalid_input', 'A piece of a recording holds whole samples of every channel.');
      try {
        // What is over the journal's last record is not there for who opens it again.
        await audio.write(samples, 0, samples.length, wavHeaderBytes + bytes);
        await audio.write(wavHeader(format, bytes + samples.length), 0, wavHeaderBytes, 0);
        await audio.datasync();
        const record = Buffer.alloc(recordBytes);
        record.writeBigUInt64LE(BigInt(sequence), 0);
        record.writeBigUInt64LE(BigInt(bytes + samples.length), 8);
        await journal.write(record, 0, recordBytes, sequence * recordBytes);
        await journal.datasync();
      } catch (error) {
        throw toCaptureError(error);
      }
      bytes += samples.length;
      next = sequence + 1;
    },
    async finishAt(path, title) {
      try {
        if (isOpen) {
          // Behind the samples: who opens it once more, after an end in between, cuts it off and writes it again.
          const named = titleChunk(title);
          await audio.truncate(wavHeaderBytes + bytes);
          await audio.write(named, 0, named.length, wavHeaderBytes + bytes);
          await audio.write(wavHeader(format, bytes, named.length), 0, wavHeaderBytes, 0);
          await audio.sync();
          manifest = { ...manifest, title, finishedPath: path };
          await writeManifest(folder, manifest);
          await close();
        }
        await rename(join(folder, audioName), path).catch(async (error: unknown) => {
          // An earlier try got this far.
          if (!(await isThere(path)) || (await isThere(join(folder, audioName)))) throw error;
        });
      } catch (error) {
        throw toCaptureError(error);
      }
    },
    async remove() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
    close,
  };
}

/** Readable from the first moment it has its name. */
async function writeManifest(folder: string, manifest: CaptureManifest): Promise<void> {
  const target = join(folder, manifestName);
  await writeFile(`${target}.new`, JSON.stringify(manifest), { flush: true });
  await rename(`${target}.new`, target);
}

async function readManifest(folder: string): Promise<CaptureManifest | null> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch {
    return null;
  }
}

/** Whether there is a file of that name. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(path, 'w+');
  }
}

/** A record that was cut off, or never written, ends the journal. */
async function readJournal(journal: FileHandle): Promise<{ next: number; bytes: number }> {
  const content = await journal.readFile();
  let next = 0;
  let bytes = 0;
  while ((next + 1) * recordBytes <= content.length) {
    const sequence = content.readBigUInt64LE(next * recordBytes);
    const reached = Number(content.readBigUInt64LE(next * recordBytes + 8));
    if (sequence !== BigInt(next) || reached < bytes) break;
    bytes = reached;
    next++;
  }
  return { next, bytes };
}

function toCaptureError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new AppError(
      'storage_full',
      'The disk is full. What was recorded until now is kept; free some space to go on.',
      { cause: error },
    );
  }
  if (code === undefined) return error;
  return new AppError('file_unreadable', `The recording could not be written (${code}).`, { cause: error });
}
