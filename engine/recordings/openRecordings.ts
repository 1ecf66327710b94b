import { join } from 'node:path';
import type { ModelCatalogue } from '@adiuva/models';
import type { ModelStore } from '#modelStore';
import { findIndexJobs } from '#pipelines';
import type { Scheduler } from '#scheduler';
import type { Storage } from '#storage';
import { createRecordings, type Recordings, type RecordingsDeps } from './createRecordings.ts';
import { createKeptMedia } from './keptMedia.ts';
import { createKeyedLock } from './keyedLock.ts';
import { createPlayback, type Playback } from './playback.ts';
import { createScratch, isFresh, type ScratchOwner } from './scratch.ts';
import { findSpeakerModels } from './speakerModels.ts';
import { createSpeechSetup, type SpeechSetup } from './speechSetup.ts';
import { isHeardAgain } from './transcribeAgain.ts';
import { createRecordingVoices, type RecordingVoices } from './voices.ts';

export interface OpenedRecordings {
  deps: RecordingsDeps;
  recordings: Recordings;
  voices: RecordingVoices;
  playback: Playback;
  setup: SpeechSetup;
  /** Removes what nobody needs any more: samples, copies to play, pictures, transcripts without a document. */
  sweep(): Promise<void>;
}

export type OpenRecordingsOptions = Omit<RecordingsDeps, 'scratch' | 'lock' | 'setup' | 'speakerModels'> & {
  home: string;
  models: Pick<ModelStore, 'list' | 'folderOf'>;
  catalogue: ModelCatalogue;
  scheduler: Pick<Scheduler, 'run' | 'setDevices'>;
};

/** A file that was only transcribed is known for so long. */
const orphanMs = 30 * 24 * 60 * 60 * 1000;
const orphansAtOnce = 50;
const mostKeptBytes = 4 * 1024 ** 3;

/** The folders under a data folder that a decoder may write in. */
export function mediaFolders(home: string): { scratch: string; kept: string } {
  return { scratch: join(home, 'cache', 'recordings'), kept: join(home, 'cache', 'playable') };
}

/** Puts the module together over a data folder. */
export function openRecordings({
  home,
  models,
  catalogue,
  ...options
}: OpenRecordingsOptions): OpenedRecordings {
  const { storage, clock, scheduler, transcription } = options;
  const folders = mediaFolders(home);
  const scratch = createScratch(folders.scratch);
  const kept = createKeptMedia(folders.kept, mostKeptBytes, clock.now);
  const setup = createSpeechSetup({ models, catalogue, workers: transcription, scheduler });
  const deps: RecordingsDeps = {
    ...{ ...options, scratch, lock: createKeyedLock(), setup },
    speakerModels: () => findSpeakerModels(models, catalogue),
  };
  return {
    deps,
    setup,
    recordings: createRecordings(deps),
    voices: createRecordingVoices(deps),
    playback: createPlayback({ ...deps, kept }),
    async sweep() {
      await scratch.sweep((owner) => isNeeded(storage, owner, clock.now()));
      await kept.sweep(storage.read.knownContent);
      const before = clock.now() - orphanMs;
      while (
        (await storage.write.collectOrphanTranscripts({ before, limit: orphansAtOnce })) === orphansAtOnce
      );
    },
  };
}

/** What a job has decoded and heard so far is for its next try, and for nobody else. */
function isNeeded({ read }: Storage, owner: ScratchOwner, now: number): boolean {
  if (owner.for === 'call') return isFresh(owner, now);
  if (owner.for === 'document')
    return isFresh(owner, now) && read.knownContent([owner.contentHash]).length > 0;
  if (owner.for === 'again') return isHeardAgain(read, owner.contentHash);
  return read.listKnowledgeBases().some(({ id }) => findIndexJobs(read, id, owner.path).length > 0);
}
