import type { ContainerStep, DocumentMetadata, MemberOutcome, Part } from '@adiuva/contracts';
import { AppError, toWireError } from '#base';
import type { RunningJob } from '#jobs';
import type { DocumentIdentity, FileStamp } from '#storage';
import { isSkipped } from './indexErrors.ts';
import type { StagedBatch, StagedExtraction } from './stagedExtraction.ts';

/** A recording that is to be heard: the file itself, or one inside it. */
export interface RecordingSource {
  /** The file on disk. */
  path: string;
  mediaType: string;
  /** SHA-256 of the file. */
  contentHash: string;
  /** Of the file when it had this content. */
  stamp: FileStamp;
  /** The way to a recording inside the file. */
  within?: readonly ContainerStep[];
}

/** What became of it. */
export type HeardRecording =
  | {
      isHeard: true;
      parts: Part[];
      /** Of the recording itself: length, title, artist. */
      metadata: DocumentMetadata;
      warnings: string[];
      /** Of the transcript that the parts are of; null where none is kept. */
      revision: number | null;
    }
  | UnheardRecording;

/** Nothing is said in it, or nothing could hear it; nothing is wrong with the file. */
export interface UnheardRecording {
  isHeard: false;
  error: AppError;
  metadata: DocumentMetadata;
}

/** Recordings, as far as indexing knows them. */
export interface RecordingHearing {
  /**
   * What is said in a recording, as parts: heard now, unless its content is known. Every step that takes long is on the disk
   * before the next.
   *
   * @throws AppError for what is wrong with the file, and for what another try may help
   */
  hear(
    source: RecordingSource,
    job: Pick<RunningJob<unknown>, 'lease' | 'signal' | 'progress'>,
  ): Promise<HeardRecording>;
  /** The parts that a recording is indexed by as its transcript is now; null where it has none. */
  partsOf(contentHash: string): Promise<Part[] | null>;
  /** Counts the changes of a transcript; null where there is none. */
  revisionOf(contentHash: string): number | null;
}

export interface Transcribed {
  isHeard: true;
  metadata: DocumentMetadata;
  warnings: string[];
  /** Of the transcript of the whole file; null where it has none. */
  revision: number | null;
}

/**
 * Puts the words of recordings in their place: of a file that is one, and of those in archives and mails. Each is on the disk
 * before the next is heard.
 *
 * @param isAside waiting for it keeps no other file from being read
 * @returns what is known of the file, when it is itself a recording that ends without words
 */
export async function transcribeRecordings(
  hearing: RecordingHearing,
  job: RunningJob<{ path: string }>,
  { path, contentHash, stamp }: DocumentIdentity,
  staged: StagedExtraction,
  isAside: boolean,
): Promise<Transcribed | UnheardRecording> {
  const found: Transcribed = { isHeard: true, metadata: {}, warnings: [], revision: null };
  for await (const batch of staged.batches()) {
    for (let next = indexOfAwaiting(batch); next >= 0; next = indexOfAwaiting(batch)) {
      const within = batch.parts[next]?.locator.within;
      if (contentHash === null)
        throw new AppError('file_changed', `${path} is still being written; it is heard when it rests.`);
      const mediaType = mediaTypeOf(staged, within);
      const source = { path, contentHash, stamp, mediaType, ...(within && { within }) };
      const hear = () => hearOne(hearing, source, job);
      const heard = await (isAside ? job.aside(hear) : hear());
      if (!heard.isHeard && !within) return heard;
      if (heard.isHeard && !within)
        Object.assign(found, { metadata: heard.metadata, revision: heard.revision });
      if (heard.isHeard) found.warnings.push(...heard.warnings.map((words) => namedIn(within, words)));
      await putParts(staged, batch, next, heard);
    }
  }
  return found;
}

/** What is wrong with a recording inside a file is its own outcome. */
async function hearOne(
  hearing: RecordingHearing,
  source: RecordingSource,
  job: RunningJob<unknown>,
): Promise<HeardRecording> {
  try {
    return await hearing.hear(source, job);
  } catch (error) {
    if (!source.within || !(error instanceof AppError) || passingCodes.has(error.code)) throw error;
    return { isHeard: false, error, metadata: {} };
  }
}

/** What is worth another try, or stops the whole file, is no outcome of one inside it. */
const passingCodes: ReadonlySet<string> = new Set([
  ...[
    'cancelled',
    'lease_lost',
    'worker_crashed',
    'storage_full',
    'storage_locked',
    'file_changed',
    'internal',
  ],
  ...['unavailable', 'file_not_found', 'conflict'],
]);

function namedIn(within: readonly ContainerStep[] | undefined, words: string): string {
  const name = within?.at(-1)?.name;
  return name === undefined ? words : `${name}: ${words}`;
}

function indexOfAwaiting({ parts }: StagedBatch): number {
  return parts.findIndex(({ awaitsTranscription }) => awaitsTranscription);
}

function mediaTypeOf({ frame }: StagedExtraction, within: readonly ContainerStep[] | undefined): string {
  const key = JSON.stringify(within);
  const member = within && frame.members.find((one) => JSON.stringify(one.within) === key);
  return member?.mediaType ?? frame.mediaType;
}

/** A part that waited gives way to those of its words; where there are none it stays, empty. */
async function putParts(
  staged: StagedExtraction,
  batch: StagedBatch,
  at: number,
  heard: HeardRecording,
): Promise<void> {
  const waiting = batch.parts[at];
  if (!waiting) return;
  const { awaitsTranscription: _heard, ...rest } = waiting;
  const within = waiting.locator.within;
  const hasWords = heard.isHeard && heard.parts.length > 0;
  const parts = (hasWords ? heard.parts : [rest]).map((part) => ({
    ...part,
    locator: { ...part.locator, ...(within && { within }) },
  }));
  batch.parts = batch.parts.toSpliced(at, 1, ...parts).map((part, index) => ({
    ...part,
    locator: { ...part.locator, part: batch.first + index },
  }));
  await staged.replace(
    batch,
    within && { members: membersAfter(staged.frame.members, within, parts, heard) },
  );
}

function membersAfter(
  members: readonly MemberOutcome[],
  within: readonly ContainerStep[],
  parts: readonly Part[],
  heard: HeardRecording,
): MemberOutcome[] {
  const steps = within.map((step) => JSON.stringify(step));
  return members.map((member) => {
    if (!member.within.every((step, index) => JSON.stringify(step) === steps[index])) return member;
    // What it lies in holds what it holds.
    if (member.within.length < steps.length) return { ...member, parts: member.parts + parts.length - 1 };
    if (heard.isHeard) return { ...member, parts: parts.length };
    const { error } = heard;
    return {
      ...member,
      status: isSkipped(error) ? 'skipped' : 'failed',
      parts: 0,
      error: toWireError(error),
    };
  });
}
