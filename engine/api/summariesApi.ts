import type { summariesRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal } from '#base';
import type { Storage } from '#storage';
import type { SpokenLine, SpokenRecording, Summaries } from '#summaries';
import { transcriptForIndex } from '#transcripts';
import { requireLocalUser } from './jobsApi.ts';

/** Summaries of recordings that the caller may read. A language model is asked for the local user alone. */
export function createSummariesApi(deps: {
  storage: Storage;
  summaries: Summaries;
}): Handlers<typeof summariesRpc, Principal> {
  const { storage, summaries } = deps;

  /** @throws AppError `not_found` for what is not there, or not for this caller */
  function requireRecording(documentId: string, caller: Principal): SpokenRecording {
    const document = storage.read.readDocument(documentId);
    if (!document || !mayRead(caller, document.kb))
      throw new AppError('not_found', 'There is no such document.');
    const { contentHash } = document;
    const transcript = contentHash === null ? null : storage.read.readTranscriptByHash(contentHash);
    if (!transcript) throw new AppError('not_found', 'This document has no transcript to summarise.');
    const { id: transcriptId, revision, language } = transcript;
    return { documentId, transcriptId, revision, language };
  }

  function linesOf(documentId: string): SpokenLine[] {
    const contentHash = storage.read.readDocument(documentId)?.contentHash ?? '';
    const transcript = storage.read.readTranscriptByHash(contentHash);
    if (!transcript) return [];
    const lines: SpokenLine[] = [];
    for (let offset = 0; offset < transcript.segments; offset += segmentsAtOnce) {
      const page = storage.read.readSegments(transcript.id, { offset, limit: segmentsAtOnce });
      for (const { segmentId, startMs, endMs, speakerName, text } of transcriptForIndex(transcript, page))
        lines.push({ segmentId: String(segmentId), startMs, endMs, speaker: speakerName, text });
    }
    return lines;
  }

  return {
    'summaries.list'({ documentId }, { caller }) {
      return { summaries: summaries.list(requireRecording(documentId, caller)) };
    },
    async 'summaries.create'({ documentId, templateId, model }, { caller, signal, emit }) {
      requireLocalUser(caller);
      const recording = requireRecording(documentId, caller);
      return summaries.create(recording, linesOf(documentId), {
        templateId,
        model,
        signal,
        onProgress: (fraction) => emit({ fraction }),
      });
    },
    async 'summaries.remove'({ documentId, templateId }, { caller }) {
      if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not remove summaries.`);
      return { removed: await summaries.remove(requireRecording(documentId, caller), templateId) };
    },
    'summaries.templates': () => ({ templates: summaries.templates() }),
    async 'summaries.saveTemplate'(template, { caller }) {
      requireLocalUser(caller);
      return summaries.saveTemplate(template);
    },
    async 'summaries.removeTemplate'({ id }, { caller }) {
      requireLocalUser(caller);
      return { removed: await summaries.removeTemplate(id) };
    },
  };
}

const segmentsAtOnce = 500;
