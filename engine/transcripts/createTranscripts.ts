import { AppError, foldName, type GivenName, givenName } from '#base';
import type { SegmentRecord } from '#storage';
import type { RecordingAt, TranscriptsDeps } from './dependencies.ts';
import { keepSpeakersVoice } from './keepSpeakersVoice.ts';

/** What a person does to a transcript. Every change is durable, and on its way into search, when its promise resolves. */
export interface Transcripts {
  /** @throws AppError `not_found` */
  editSegment(at: RecordingAt, segmentId: number, text: string): Promise<SegmentRecord>;
  /** @throws AppError `not_found`; `conflict` when it was transcribed again in the meantime */
  revertSegment(at: RecordingAt, segmentId: number): Promise<SegmentRecord>;
  /** @throws AppError `not_found`, `conflict` */
  resolveConflict(at: RecordingAt, segmentId: number, keep: 'edited' | 'heard'): Promise<SegmentRecord>;
  /** @throws AppError `conflict`, `invalid_input` */
  assignSegments(at: RecordingAt, segmentIds: readonly number[], speaker: number): Promise<void>;
  /**
   * @param people `all`: the speaker becomes the person of that name, who is added where there is none, and whose voice
   *   is kept where voices are; otherwise public ids of those the caller knows of, of whom it may become one
   * @throws AppError `not_found`, `invalid_input`
   */
  nameSpeaker(
    at: RecordingAt,
    speaker: number,
    name: string | null,
    people: 'all' | readonly string[],
  ): Promise<void>;
  /** @throws AppError `not_found`, `conflict` */
  answerSuggestion(at: RecordingAt, speaker: number, isRight: boolean): Promise<void>;
  /** @throws AppError `not_found`, `invalid_input` */
  mergeSpeakers(at: RecordingAt, from: number, into: number): Promise<void>;
  /**
   * @param segmentIds what goes to a new speaker; undefined: told apart by voice
   * @throws AppError `not_found`; `conflict` when one voice alone is heard, or nothing would stay; `unavailable`
   */
  splitSpeaker(at: RecordingAt, speaker: number, segmentIds: readonly number[] | undefined): Promise<void>;
}

const longestName = 200;

export function createTranscripts(deps: TranscriptsDeps): Transcripts {
  const { storage, clock } = deps;
  const { read, write } = storage;

  /** Search follows a change; nothing waits for what is made anew there. */
  async function changed<Result>({ contentHash }: RecordingAt, change: Promise<Result>): Promise<Result> {
    const result = await change;
    await deps.reindex([contentHash]);
    return result;
  }

  const place = ({ transcriptId }: RecordingAt) => ({ transcriptId, now: clock.now() });

  async function changedSegment(
    at: RecordingAt,
    change: Promise<{ segment: SegmentRecord; isChanged: boolean }>,
  ): Promise<SegmentRecord> {
    const { segment, isChanged } = await change;
    if (isChanged) await deps.reindex([at.contentHash]);
    return segment;
  }

  /** What the voice of somebody known was taken from was not all theirs. */
  async function renewVoice(at: RecordingAt, speaker: number): Promise<void> {
    const own = read.readTranscript(at.transcriptId)?.speakers.find(({ number }) => number === speaker);
    if (own && own.personId !== null && !own.isRecognised) await keepSpeakersVoice(deps, at, speaker);
  }

  async function splitByVoice(at: RecordingAt, speaker: number): Promise<number[][]> {
    const segments = read.readSegments(at.transcriptId, { speakers: [speaker] });
    const own = segments.filter(({ text, endMs, startMs }) => text !== '' && endMs > startMs);
    if (own.length < 2) throw oneVoice();
    const numbers = await deps.splitByVoice(
      at.documentId,
      own.map(({ startMs, endMs }) => ({ startMs, endMs })),
    );
    const groups = new Map<number, { ids: number[]; spokenMs: number }>();
    for (const [index, { id, startMs, endMs }] of own.entries()) {
      const number = numbers[index] ?? 0;
      const group = groups.get(number) ?? { ids: [], spokenMs: 0 };
      groups.set(number, { ids: [...group.ids, id], spokenMs: group.spokenMs + endMs - startMs });
    }
    // The voice that is heard most keeps the speaker.
    const [, ...others] = [...groups.values()].sort((a, b) => b.spokenMs - a.spokenMs);
    if (others.length === 0) throw oneVoice();
    return others.map(({ ids }) => ids);
  }

  return {
    editSegment: (at, segmentId, text) =>
      changedSegment(at, write.editSegment({ ...place(at), segmentId, text })),
    revertSegment: (at, segmentId) => changedSegment(at, write.revertSegment({ ...place(at), segmentId })),
    resolveConflict: (at, segmentId, keep) =>
      changedSegment(at, write.resolveConflict({ ...place(at), segmentId, keep })),
    async assignSegments(at, segmentIds, speaker) {
      const { voiceless } = await changed(at, write.assignSegments({ ...place(at), segmentIds, speaker }));
      for (const number of voiceless) await renewVoice(at, number);
    },
    async nameSpeaker(at, speaker, given, people) {
      const name = given === null ? null : speakerName(given);
      const visible = people === 'all' ? null : people;
      const isPerson = people === 'all';
      const { personId } = await changed(
        at,
        write.nameSpeaker({ ...place(at), speaker, name, isPerson, visible }),
      );
      if (isPerson && personId !== null) await keepSpeakersVoice(deps, at, speaker);
    },
    async answerSuggestion(at, speaker, isRight) {
      const { isRenamed } = await write.answerSuggestion({ ...place(at), speaker, isRight });
      if (isRenamed) await deps.reindex([at.contentHash]);
      if (isRight) await keepSpeakersVoice(deps, at, speaker);
    },
    async mergeSpeakers(at, from, into) {
      await changed(at, write.mergeSpeakers({ ...place(at), from, into }));
    },
    async splitSpeaker(at, speaker, segmentIds) {
      const groups = segmentIds ? [segmentIds] : await splitByVoice(at, speaker);
      const { isVoiceless } = await changed(at, write.splitSpeaker({ ...place(at), speaker, groups }));
      if (isVoiceless) await renewVoice(at, speaker);
    },
  };
}

/** @throws AppError `invalid_input` when it cannot be read, or is one that only counts */
function speakerName(given: string): GivenName {
  const name = givenName(given, 'A speaker', longestName);
  if (/^speaker \d+$/u.test(foldName(name.name)))
    throw new AppError('invalid_input', `“${name.name}” is what speakers without a name are called.`);
  return name;
}

function oneVoice(): AppError {
  return new AppError(
    'conflict',
    'Only one voice is heard in what this speaker says; choose the parts that are somebody else’s.',
  );
}
