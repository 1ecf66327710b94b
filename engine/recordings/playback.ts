import { open, readFile } from 'node:fs/promises';
import type { MediaInfo } from '@adiuva/contracts/workers';
import { LRUCache } from 'lru-cache';
import { AppError, throwIfAborted } from '#base';
import { createSourceReader } from '#pipelines';
import type { DocumentRecord } from '#storage';
import type { RecordingsDeps } from './createRecordings.ts';
import { probeRecording } from './decodeSound.ts';
import type { KeptMedia } from './keptMedia.ts';
import { settleOptions } from './settledOptions.ts';

/** Recordings as they are listened to and looked at. */
export interface Playback {
  /**
   * Bytes of a recording in a form that a browser plays: of the file itself, or of a copy of its sound.
   *
   * @throws AppError `file_unsupported` for what is no recording; `file_not_found`, `file_changed`, `storage_full`, `cancelled`
   */
  read(
    document: DocumentRecord,
    range: { start: number; end: number },
    signal: AbortSignal,
  ): Promise<{ size: number; mediaType: string; bytes: Buffer }>;
  /** Its cover, or a frame of a video, as WebP; null where it has no looks. @throws AppError as `read` */
  cover(document: DocumentRecord, maxSize: number, signal: AbortSignal): Promise<Uint8Array | null>;
}

const mostInfos = 500;
const stallMs = 60_000;
const pictureMs = 30_000;

export function createPlayback(
  deps: Pick<RecordingsDeps, 'media' | 'settings'> & { kept: KeptMedia },
): Playback {
  const { media, settings, kept } = deps;
  const sources = createSourceReader();
  const infos = new LRUCache<string, MediaInfo>({ max: mostInfos });

  async function infoOf({ path, contentHash }: PlayedDocument, signal: AbortSignal): Promise<MediaInfo> {
    const known = infos.get(contentHash);
    if (known) return known;
    const { maxBytes } = settleOptions(settings.current());
    const info = await probeRecording(media, { path, maxBytes }, signal);
    infos.set(contentHash, info);
    return info;
  }

  async function copyOf(document: PlayedDocument, signal: AbortSignal): Promise<string> {
    const { path, contentHash } = document;
    const there = await kept.find(contentHash, 'sound.wav');
    if (there) return there;
    // Whoever goes away does not take it from the others who wait for it.
    const made = kept.keep(contentHash, 'sound.wav', async (draft) => {
      await media.call('media.playable', { path, file: draft }, { stallMs });
    });
    return orStopped(made, signal);
  }

  return {
    async read(found, range, signal) {
      const document = requireRecording(found);
      // Also says whether the file is the one that was heard.
      const { size, bytes } = await sources.read(document, range, signal);
      const { isPlayable } = await infoOf(document, signal);
      if (isPlayable) return { size, mediaType: document.mediaType, bytes };
      await using copy = await open(await copyOf(document, signal));
      const whole = (await copy.stat()).size;
      const buffer = Buffer.alloc(Math.max(0, Math.min(range.end, whole) - range.start));
      const { bytesRead } = await copy.read(buffer, 0, buffer.length, range.start);
      return { size: whole, mediaType: 'audio/wav', bytes: buffer.subarray(0, bytesRead) };
    },
    async cover(found, maxSize, signal) {
      const document = requireRecording(found);
      const { path, contentHash } = document;
      const name = `cover-${maxSize}.webp`;
      const there = await kept.find(contentHash, name);
      if (there) return readFile(there);
      // Nothing of another file is shown beside this one's words.
      await sources.read(document, { start: 0, end: 1 }, signal);
      const { hasCover, tracks } = await infoOf(document, signal);
      const hasFrames = tracks.some(({ kind }) => kind === 'video');
      if (!hasCover && !hasFrames) return null;
      const drawn = kept.keep(contentHash, name, async (draft) => {
        const asked = { path, maxSize };
        const picture = await (hasCover
          ? media.call('media.cover', asked, { timeoutMs: pictureMs })
          : media.call('media.poster', asked, { timeoutMs: pictureMs }));
        await using file = await open(draft, 'w');
        await file.writeFile(picture.bytes);
      });
      return readFile(await orStopped(drawn, signal));
    },
  };
}

type PlayedDocument = DocumentRecord & { contentHash: string; mediaType: string };

function requireRecording(document: DocumentRecord): PlayedDocument {
  const { contentHash, mediaType, path } = document;
  if (contentHash !== null && mediaType !== null && /^(?:audio|video)\//.test(mediaType))
    return { ...document, contentHash, mediaType };
  throw new AppError('file_unsupported', `${path} is no recording: there is nothing to play.`, {
    details: { mediaType: mediaType ?? '' },
  });
}

function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const stop = () => reject(new AppError('cancelled', 'Stopped.'));
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
