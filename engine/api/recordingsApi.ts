import { basename, extname } from 'node:path';
import type { Recording, recordingsRpc, TranscriptSegment } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal, yieldToEventLoop } from '#base';
import type { DocumentRecord, SegmentRecord, Storage, TranscriptRecord } from '#storage';
import {
  exportTranscript,
  type People,
  type RecordingAt,
  spokenTranscriptOf,
  type Transcripts,
} from '#transcripts';

type RecordingsRpc = typeof recordingsRpc;
/** What hears or plays a file is elsewhere. */
type Elsewhere =
  | 'recordings.transcribe'
  | 'recordings.transcribeAgain'
  | 'recordings.media'
  | 'recordings.cover';

export interface RecordingsApiDeps {
  storage: Storage;
  transcripts: Transcripts;
  people: People;
}

const defaultLimit = 500;
/** Segments read in one go; their words make more of them slow to parse. */
const segmentPage = 500;

/** The words of recordings and who says them. A caller reaches a transcript by a document that it may read. */
export function createRecordingsApi({
  storage,
  transcripts,
  people,
}: RecordingsApiDeps): Omit<Handlers<RecordingsRpc, Principal>, Elsewhere> {
  const { read } = storage;

  /** @throws AppError `not_found` for what is not there or not for this caller; otherwise what became of it */
  function find(id: string, caller: Principal): { document: DocumentRecord; transcript: TranscriptRecord } {
    const document = read.readDocument(id);
    if (!document || !mayRead(caller, document.kb))
      throw new AppError('not_found', `There is no document ${id}.`);
    const transcript = document.contentHash === null ? null : read.readTranscriptByHash(document.contentHash);
    if (!transcript) throw withoutTranscript(document);
    return { document, transcript };
  }

  function findToChange(id: string, caller: Principal): RecordingAt {
    if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not change recordings.`);
    const { transcript } = find(id, caller);
    return { documentId: id, transcriptId: transcript.id, contentHash: transcript.contentHash };
  }

  function show(id: string, caller: Principal): Recording {
    const { document, transcript } = find(id, caller);
    const { media, speakers, durationMs, language, model, diarization, revision, warnings } = transcript;
    const { segments, edited, conflicts } = transcript;
    // Whom a voice suggests may be known from elsewhere.
    const visible = caller.grants === 'all' ? null : new Set(people.list(caller).map((person) => person.id));
    return {
      documentId: id,
      title: document.title ?? basename(document.path),
      path: document.path,
      mediaType: media.mediaType,
      ...{ durationMs, language, model, diarization, revision, warnings, segments, edited, conflicts },
      tracks: media.tracks,
      chapters: media.chapters,
      hasCover: media.hasCover,
      speakers: speakers.map(({ isRecognised: _isRecognised, suggestion, ...speaker }) => ({
        ...speaker,
        suggestion: suggestion && (visible?.has(suggestion.personId) ?? true) ? suggestion : null,
      })),
    };
  }

  async function change(
    id: string,
    caller: Principal,
    run: (at: RecordingAt) => Promise<void>,
  ): Promise<Recording> {
    await run(findToChange(id, caller));
    return show(id, caller);
  }

  async function readAll(transcript: TranscriptRecord): Promise<SegmentRecord[]> {
    const segments: SegmentRecord[] = [];
    for (let offset = 0; offset < transcript.segments; offset += segmentPage) {
      if (offset > 0) await yieldToEventLoop();
      segments.push(...read.readSegments(transcript.id, { offset, limit: segmentPage }));
    }
    return segments;
  }

  return {
    'recordings.show': ({ documentId }, { caller }) => show(documentId, caller),
    'recordings.segments'({ documentId, limit = defaultLimit, offset = 0, ...narrow }, { caller }) {
      const { transcript } = find(documentId, caller);
      const { fromMs, speakers } = narrow;
      const query = { ...(fromMs !== undefined && { fromMs }), ...(speakers && { speakers }) };
      return {
        segments: read.readSegments(transcript.id, { ...query, limit, offset }).map(toSegment),
        total: read.countSegments(transcript.id, query),
        revision: transcript.revision,
      };
    },
    async 'recordings.editSegment'({ documentId, segmentId, text }, { caller }) {
      const at = findToChange(documentId, caller);
      return toSegment(await transcripts.editSegment(at, segmentNumber(segmentId), text));
    },
    async 'recordings.revertSegment'({ documentId, segmentId }, { caller }) {
      const at = findToChange(documentId, caller);
      return toSegment(await transcripts.revertSegment(at, segmentNumber(segmentId)));
    },
    async 'recordings.resolveConflict'({ documentId, segmentId, keep }, { caller }) {
      const at = findToChange(documentId, caller);
      return toSegment(await transcripts.resolveConflict(at, segmentNumber(segmentId), keep));
    },
    'recordings.assignSegments': ({ documentId, segmentIds, speaker }, { caller }) =>
      change(documentId, caller, (at) =>
        transcripts.assignSegments(at, segmentIds.map(segmentNumber), speaker),
      ),
    'recordings.nameSpeaker': ({ documentId, speaker, name }, { caller }) =>
      change(documentId, caller, (at) =>
        transcripts.nameSpeaker(
          at,
          speaker,
          name,
          caller.grants === 'all' ? 'all' : people.list(caller).map(({ id }) => id),
        ),
      ),
    'recordings.answerSuggestion': ({ documentId, speaker, isRight }, { caller }) =>
      change(documentId, caller, async (at) => {
        const shown = show(documentId, caller).speakers.find(({ number }) => number === speaker);
        if (caller.grants !== 'all' && !shown?.suggestion)
          throw new AppError('conflict', 'Nobody is suggested for this speaker.');
        await transcripts.answerSuggestion(at, speaker, isRight);
      }),
    'recordings.mergeSpeakers': ({ documentId, from, into }, { caller }) =>
      change(documentId, caller, (at) => transcripts.mergeSpeakers(at, from, into)),
    'recordings.splitSpeaker': ({ documentId, speaker, segmentIds }, { caller }) =>
      change(documentId, caller, (at) =>
        transcripts.splitSpeaker(at, speaker, segmentIds?.map(segmentNumber)),
      ),
    async 'recordings.export'({ documentId, format, withSpeakers = true }, { caller }) {
      const { document, transcript } = find(documentId, caller);
      const segments = await readAll(transcript);
      const title = document.title ?? basename(document.path);
      const spoken = spokenTranscriptOf(title, transcript, segments);
      const name = basename(document.path, extname(document.path));
      return { fileName: `${name}.${format}`, ...exportTranscript(spoken, { format, withSpeakers }) };
    },
    'recordings.waveform'({ documentId }, { caller }) {
      const { transcript } = find(documentId, caller);
      return { durationMs: transcript.durationMs, peaks: read.readWaveform(transcript.id) };
    },
  };
}

/** @throws AppError that says why there are no words */
function withoutTranscript({ path, status, errorMessage }: DocumentRecord): AppError {
  const name = `“${basename(path)}”`;
  if (status === 'pending')
    return new AppError('conflict', `${name} is still being transcribed; look again in a while.`);
  if (errorMessage !== null && (status === 'failed' || status === 'skipped'))
    return new AppError('not_found', `${name} has no transcript: ${errorMessage}`);
  return new AppError(
    'not_found',
    `${name} has no transcript; it is no recording, or awaits its transcription.`,
  );
}

/** @throws AppError `not_found` for what is no id */
function segmentNumber(id: string): number {
  if (!/^\d{1,15}$/u.test(id))
    throw new AppError('not_found', 'This part of the recording is not in its transcript.');
  return Number(id);
}

function toSegment({ id, conflict, lane: _lane, ...segment }: SegmentRecord): TranscriptSegment {
  return { ...segment, id: String(id), ...(conflict && { conflict }) };
}
