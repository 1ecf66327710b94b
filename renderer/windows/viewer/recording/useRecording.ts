import type { InputOf } from '@adiuva/contracts';
import type { EngineContract, Recording, TranscriptSegment } from '@adiuva/contracts/rpc';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useConnectionState, useFollow, useQuery } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';
import type { Player } from './player/player.ts';
import { createTranscriptStore, type TranscriptStore } from './transcript/transcriptStore.ts';

type Of<M extends keyof EngineContract & string> = Omit<InputOf<EngineContract[M]>, 'documentId'>;

/** What can be done with a recording. Each tells the person of its failure by itself. @returns whether it went well */
export interface RecordingActions {
  editSegment(segmentId: string, text: string): Promise<boolean>;
  revertSegment(segmentId: string): Promise<boolean>;
  resolveConflict(segmentId: string, keep: 'edited' | 'heard'): Promise<boolean>;
  assignSegments(input: Of<'recordings.assignSegments'>): Promise<boolean>;
  nameSpeaker(input: Of<'recordings.nameSpeaker'>): Promise<boolean>;
  answerSuggestion(input: Of<'recordings.answerSuggestion'>): Promise<boolean>;
  mergeSpeakers(input: Of<'recordings.mergeSpeakers'>): Promise<boolean>;
  splitSpeaker(input: Of<'recordings.splitSpeaker'>): Promise<boolean>;
}

/** A recording that is looked at, for every part of its view. */
export interface OpenRecording {
  recording: Recording;
  transcript: TranscriptStore;
  actions: RecordingActions;
  player: Player;
}

export const RecordingContext = createContext<OpenRecording | null>(null);

/** @throws Error outside of a recording's view */
export function useOpenRecording(): OpenRecording {
  const open = useContext(RecordingContext);
  if (!open) throw new Error('There is no recording above this component.');
  return open;
}

const quietMs = 2000;

export interface RecordingQuery {
  recording: Recording | null;
  transcript: TranscriptStore;
  actions: RecordingActions;
  /** In words, where it could not be shown. */
  error: string | null;
  reload(): void;
}

/** A recording and its words, in line with what becomes of them here and elsewhere. */
export function useRecording(documentId: string): RecordingQuery {
  const { t } = useTranslation('recording');
  const { client } = useConnection();
  const { fail } = useNotices();
  const isOpen = useConnectionState() === 'open';
  const { data, error, reload } = useQuery('recordings.show', { documentId });
  const [changed, setChanged] = useState<Recording | null>(null);
  const answered = changed && changed.revision >= (data?.revision ?? 0) ? changed : data;
  const known = answered?.documentId === documentId ? answered : null;
  const recording = useMemo(
    () => known && withCountedNames(known, (number) => t('speakers.numbered', { number })),
    [known, t],
  );

  const transcript = useMemo(
    () =>
      createTranscriptStore({
        fetch: (offset, limit, signal) =>
          client.call('recordings.segments', { documentId, offset, limit }, { signal }),
      }),
    [client, documentId],
  );
  useEffect(() => {
    if (isOpen) transcript.refresh();
    return transcript.rest;
  }, [isOpen, transcript]);
  const revision = recording?.revision;
  useEffect(() => {
    if (revision !== undefined) transcript.meet(revision);
  }, [revision, transcript]);

  // Named elsewhere, transcribed again: the library tells that something changed, not what.
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useFollow('library.follow', {}, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      reload();
    }, quietMs);
  });

  const segmentAnswered = useCallback(
    async (answer: Promise<TranscriptSegment>) => {
      try {
        transcript.replace(await answer);
        // How many are edited, and how many conflicts are left.
        reload();
        return true;
      } catch (failure) {
        fail(failure);
        return false;
      }
    },
    [transcript, reload, fail],
  );
  const recordingAnswered = useCallback(
    async (answer: Promise<Recording>) => {
      try {
        setChanged(await answer);
        return true;
      } catch (failure) {
        fail(failure);
        return false;
      }
    },
    [fail],
  );

  const actions = useMemo<RecordingActions>(() => {
    const given = { documentId };
    return {
      editSegment: (segmentId, text) =>
        segmentAnswered(client.call('recordings.editSegment', { ...given, segmentId, text })),
      revertSegment: (segmentId) =>
        segmentAnswered(client.call('recordings.revertSegment', { ...given, segmentId })),
      resolveConflict: (segmentId, keep) =>
        segmentAnswered(client.call('recordings.resolveConflict', { ...given, segmentId, keep })),
      assignSegments: (input) =>
        recordingAnswered(client.call('recordings.assignSegments', { ...given, ...input })),
      nameSpeaker: (input) =>
        recordingAnswered(client.call('recordings.nameSpeaker', { ...given, ...input })),
      answerSuggestion: (input) =>
        recordingAnswered(client.call('recordings.answerSuggestion', { ...given, ...input })),
      mergeSpeakers: (input) =>
        recordingAnswered(client.call('recordings.mergeSpeakers', { ...given, ...input })),
      splitSpeaker: (input) =>
        recordingAnswered(client.call('recordings.splitSpeaker', { ...given, ...input })),
    };
  }, [client, documentId, segmentAnswered, recordingAnswered]);

  return { recording, transcript, actions, error: recording ? null : error, reload };
}

/** A name that only counts is said in the window's language. */
function withCountedNames(recording: Recording, nameOf: (number: string) => string): Recording {
  const speakers = recording.speakers.map((speaker) => {
    const count = speaker.isNamed ? undefined : /\d+$/.exec(speaker.name)?.[0];
    return count === undefined ? speaker : { ...speaker, name: nameOf(count) };
  });
  return { ...recording, speakers };
}
