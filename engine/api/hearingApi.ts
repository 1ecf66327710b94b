import type { recordingsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, type Principal } from '#base';
import type { JobRunner } from '#jobs';
import { type OpenedRecordings, toTranscribeJob, transcribeFile } from '#recordings';
import type { DocumentRecord, Storage } from '#storage';
import { exportTranscript, toTranscript } from '#transcripts';
import { requireLocalUser } from './jobsApi.ts';
import { requireAbsolute } from './requireAbsolute.ts';

type Hearing =
  | 'recordings.transcribe'
  | 'recordings.transcribeAgain'
  | 'recordings.media'
  | 'recordings.cover';

/** Bytes of one answer: a port of text carries a third more. */
const mostBytes = 1024 * 1024;

/** Recordings that are heard, listened to and looked at. Only who sits at the machine has files heard. */
export function createHearingApi({
  storage,
  runner,
  opened,
}: {
  storage: Storage;
  runner: JobRunner;
  opened: Pick<OpenedRecordings, 'deps' | 'recordings' | 'playback'>;
}): Pick<Handlers<typeof recordingsRpc, Principal>, Hearing> {
  const { deps, recordings, playback } = opened;

  function requireDocument(id: string, caller: Principal): DocumentRecord {
    const document = storage.read.readDocument(id);
    if (!document || !mayRead(caller, document.kb))
      throw new AppError('not_found', `There is no document ${id}.`);
    return document;
  }

  return {
    async 'recordings.transcribe'({ path, options, format }, { caller, signal, emit }) {
      requireLocalUser(caller);
      const transcript = await transcribeFile(deps, recordings, {
        path: requireAbsolute(path),
        asked: options,
        signal,
        progress: (stage, fraction) => emit({ stage, ...(fraction !== undefined && { fraction }) }),
      });
      const written = format && exportTranscript(transcript, { format, withSpeakers: true });
      return { ...toTranscript(transcript), ...(written && { formatted: written.text }) };
    },
    async 'recordings.transcribeAgain'({ documentId, options }, { caller }) {
      requireLocalUser(caller);
      const { path, contentHash, mediaType } = requireDocument(documentId, caller);
      // Also one in which nothing was made out: another model may.
      if (contentHash === null || mediaType === null || !/^(?:audio|video)\//.test(mediaType))
        throw new AppError('not_found', `${path} is no recording that was heard.`);
      const payload = { path, contentHash, mediaType, ...(options && { options }) };
      const [id] = await runner.enqueue([toTranscribeJob(payload)]);
      return { jobId: String(id) };
    },
    async 'recordings.media'({ documentId, start, end }, { caller, signal }) {
      if (end <= start || end - start > mostBytes)
        throw new AppError(
          'invalid_input',
          `Bytes ${start} to ${end} cannot be had: ask for 1 to ${mostBytes} at once.`,
        );
      const document = requireDocument(documentId, caller);
      const { bytes, ...found } = await playback.read(document, { start, end }, signal);
      return { ...found, data: bytes.toString('base64') };
    },
    async 'recordings.cover'({ documentId, maxSize }, { caller, signal }) {
      const bytes = await playback.cover(requireDocument(documentId, caller), maxSize, signal);
      return bytes && { mediaType: 'image/webp', data: Buffer.from(bytes).toString('base64') };
    },
  };
}
