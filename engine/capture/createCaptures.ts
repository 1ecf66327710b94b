import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capture } from '@adiuva/contracts/rpc';
import { AppError } from '#base';
import type { Clock, Log } from '#ports';
import { type CaptureFile, createCaptureFile, isThere, reopenCaptureFile } from './captureFile.ts';
import { nameRecording } from './captureName.ts';

export interface CapturesOptions {
  /** Of the data folder: finished recordings lie in it, those under way in `captures/` below it. */
  folder: string;
  clock: Clock;
  log: Log;
  /** Puts a finished recording into the library; resolves when it waits there. */
  ingest(path: string, kb: string | null): Promise<void>;
  /** The document that a finished recording became. */
  findDocument(path: string): string | null;
}

export interface StartOptions {
  title?: string | undefined;
  kb?: string | undefined;
  sources: Capture['sources'];
  sampleRate: number;
}

export interface Captures {
  /** @throws AppError `storage_full`, `conflict` when one is under way */
  start(options: StartOptions): Promise<Capture>;
  /** As `CaptureFile.append`. @throws AppError `not_found` besides */
  append(id: string, sequence: number, samples: Uint8Array): Promise<{ durationMs: number }>;
  pause(id: string): Promise<Capture>;
  resume(id: string): Promise<Capture>;
  /** @throws AppError `file_empty` when nothing was recorded; it is gone then */
  finish(id: string, title?: string): Promise<Capture>;
  discard(id: string): Promise<boolean>;
  list(): Promise<Capture[]>;
  /** Called after anything about them has changed. */
  listen(listener: () => void): () => void;
  close(): Promise<void>;
}

interface Entry {
  file: CaptureFile;
  state: Capture['state'];
  lastHeardAt: number;
  /** What is asked of one recording happens one after the other. */
  turn: Promise<unknown>;
}

/** The window that records has gone: somebody has to say what becomes of what there is. */
const goneAfterMs = 30_000;

/** Live recordings: each piece is on the disk before it is answered, so that an end of the app costs what is on its way. */
export function createCaptures(options: CapturesOptions): Captures {
  const { folder, clock, log } = options;
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const opened = openEarlier();
  // A window that went away says nothing; those who look are told all the same.
  const watch = setInterval(() => {
    if ([...entries.values()].some(isDeserted)) tell();
  }, goneAfterMs);
  watch.unref();

  const workFolder = (id: string) => join(folder, 'captures', id);
  const isDeserted = ({ state, lastHeardAt }: Entry) =>
    state === 'recording' && clock.now() - lastHeardAt > goneAfterMs;

  function describe({ file, state, ...entry }: Entry): Capture {
    const { manifest } = file;
    const { id, title, sources, startedAt, finishedPath } = manifest;
    const path = finishedPath ?? workFolder(id);
    return {
      id,
      title,
      sources,
      startedAt,
      state: isDeserted({ file, state, ...entry }) ? 'recovered' : state,
      durationMs: durationOf(file),
      bytes: file.dataBytes(),
      path,
      documentId: finishedPath === undefined ? null : options.findDocument(finishedPath),
    };
  }

  async function require(id: string): Promise<Entry> {
    await opened;
    const entry = entries.get(id);
    if (entry) return entry;
    throw new AppError('not_found', 'There is no such recording under way; it was finished or discarded.');
  }

  /** One after the other, whatever became of the one before. */
  async function inTurn<T>(id: string, work: (entry: Entry) => Promise<T>): Promise<T> {
    const entry = await require(id);
    const result = entry.turn.then(() => work(entry));
    entry.turn = result.catch(() => undefined);
    return result;
  }

  function change(id: string, state: 'recording' | 'paused'): Promise<Capture> {
    return inTurn(id, async (entry) => {
      if (entry.state === 'finished') throw new AppError('conflict', 'This recording is finished.');
      entry.state = state;
      entry.lastHeardAt = clock.now();
      tell();
      return describe(entry);
    });
  }

  async function openEarlier(): Promise<void> {
    const ids = await readdir(join(folder, 'captures')).catch(() => []);
    for (const id of ids) {
      try {
        const file = await reopenCaptureFile(workFolder(id));
        if (!file) continue;
        if (await wasFinished(file)) continue;
        if (file.dataBytes() === 0) await file.remove();
        else entries.set(id, { file, state: 'recovered', lastHeardAt: 0, turn: Promise.resolve() });
      } catch (error) {
        log.warn('capture.not_reopened', { message: String(error) });
      }
    }
    if (entries.size > 0) tell();
  }

  /** It has its place, and only the library had not heard of it. */
  async function wasFinished(file: CaptureFile): Promise<boolean> {
    const { finishedPath, kb } = file.manifest;
    if (finishedPath === undefined || !(await isThere(finishedPath))) return false;
    await options.ingest(finishedPath, kb);
    await file.remove();
    return true;
  }

  return {
    async start({ title = '', kb, sources, sampleRate }) {
      await opened;
      if ([...entries.values()].some((entry) => ['recording', 'paused'].includes(describe(entry).state)))
        throw new AppError('conflict', 'A recording is under way already; finish it first.');
      const id = randomUUID();
      const startedAt = clock.now();
      const manifest = { id, title, kb: kb ?? null, sources, sampleRate, startedAt };
      const file = await createCaptureFile(workFolder(id), manifest);
      const entry: Entry = { file, state: 'recording', lastHeardAt: startedAt, turn: Promise.resolve() };
      entries.set(id, entry);
      tell();
      return describe(entry);
    },
    append: (id, sequence, samples) =>
      inTurn(id, async (entry) => {
        if (entry.state === 'finished') throw new AppError('conflict', 'This recording is finished.');
        await entry.file.append(sequence, samples);
        entry.lastHeardAt = clock.now();
        // The window that recorded is back.
        if (entry.state === 'recovered') {
          entry.state = 'recording';
          tell();
        }
        return { durationMs: durationOf(entry.file) };
      }),
    pause: (id) => change(id, 'paused'),
    resume: (id) => change(id, 'recording'),
    finish: (id, title) =>
      inTurn(id, async (entry) => {
        const { file } = entry;
        if (entry.state === 'finished') return describe(entry);
        if (file.dataBytes() === 0) {
          entries.delete(id);
          await file.remove();
          tell();
          throw new AppError('file_empty', 'Nothing was recorded.');
        }
        const before = entry.state;
        entry.state = 'finishing';
        tell();
        try {
          await mkdir(folder, { recursive: true });
          const name = title ?? file.manifest.title;
          const path =
            file.manifest.finishedPath ?? (await nameRecording(folder, name, file.manifest.startedAt));
          await file.finishAt(path, name);
          await options.ingest(path, file.manifest.kb);
          await file.remove();
          entry.state = 'finished';
        } catch (error) {
          entry.state = before;
          throw error;
        } finally {
          tell();
        }
        return describe(entry);
      }),
    discard: (id) =>
      inTurn(id, async (entry) => {
        if (entry.state === 'finished')
          throw new AppError('conflict', 'This recording is in the library; remove it there.');
        entries.delete(id);
        await entry.file.remove();
        tell();
        return true;
      }),
    async list() {
      await opened;
      return [...entries.values()].map(describe).sort((a, b) => a.startedAt - b.startedAt);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      clearInterval(watch);
      await opened;
      await Promise.all(
        [...entries.values()].map(async (entry) => {
          await entry.turn;
          await entry.file.close();
        }),
      );
    },
  };
}

function durationOf(file: CaptureFile): number {
  const { sources, sampleRate } = file.manifest;
  return (file.dataBytes() / (2 * sources.length) / sampleRate) * 1000;
}
