import { join } from 'node:path';
import { peopleRpc, recordingsRpc } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { type Client, createClient, createPortPair, serveContract } from '@adiuva/wire';
import { AppError, localUser, type Principal } from '#base';
import { type NewTranscript, openStorage, remembersVoicesSetting, type Storage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { createPeople, createTranscripts, type Range, type TranscriptsDeps } from '#transcripts';
import { createPeopleApi } from '../peopleApi.ts';
import { createRecordingsApi } from '../recordingsApi.ts';

const {
  'recordings.transcribe': _transcribe,
  'recordings.transcribeAgain': _again,
  'recordings.media': _media,
  'recordings.cover': _cover,
  ...served
} = recordingsRpc;
const contract = { ...served, ...peopleRpc };

/** A library with recordings in two knowledge bases, and what is said in them as tests put it there. */
export interface RecordingsLibrary {
  storage: Storage;
  deps: TranscriptsDeps;
  /** Contents that were to be indexed anew, in order. */
  reindexed: string[];
  /** The stretches from which voices were to be taken. */
  embedded: Range[][];
  /** How often voices of recordings in hand were forgotten. */
  forgottenInHand: number;
  /** What the speech worker would say of stretches; it is built and tested on its own. */
  hearing: { voice(documentId: string): Float32Array; groups(count: number): number[] };
  connect(caller?: Principal): Client<typeof contract>;
  put(contentHash: string, transcript: NewTranscript): Promise<{ transcriptId: number }>;
  remember(isOn: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openRecordingsLibrary(): Promise<RecordingsLibrary> {
  const folder = makeTemporaryFolder();
  const home = join(folder.path, 'home');
  const storage = await openStorage(home, sourceWorkers);
  addDocuments(join(home, 'library.db'));
  const library: RecordingsLibrary = {
    storage,
    reindexed: [],
    embedded: [],
    forgottenInHand: 0,
    hearing: {
      voice: () => {
        throw new AppError('unavailable', 'There is no model.');
      },
      groups: (count) => Array.from({ length: count }, () => 0),
    },
    deps: {
      storage,
      clock: { now: () => 1_000 },
      log: silentLog,
      remembersVoices: () => storage.read.readSetting(remembersVoicesSetting) === true,
      reindex: async (hashes) => void library.reindexed.push(...hashes),
      voices: {
        similarity: (a, b) => a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0),
        thresholds: (model) => (model === 'm' ? { recognised: 0.8, suggested: 0.5 } : null),
      },
      embedSpeaker: async (documentId, ranges) => {
        library.embedded.push([...ranges]);
        return { model: 'm', embedding: library.hearing.voice(documentId), speechMs: 2_000 };
      },
      splitByVoice: async (_documentId, ranges) => library.hearing.groups(ranges.length),
      forgetInHand: async () => void library.forgottenInHand++,
    },
    connect(caller = localUser) {
      const [near, far] = createPortPair();
      const people = createPeople(library.deps);
      const transcripts = createTranscripts(library.deps);
      const handlers = {
        ...createRecordingsApi({ storage, transcripts, people }),
        ...createPeopleApi({ storage, people }),
      };
      serveContract(contract, far, handlers, caller);
      return createClient(contract, near);
    },
    put: (contentHash, transcript) =>
      storage.write.putTranscript({ lease: null, contentHash, transcript, now: 1 }),
    remember: (value) => storage.write.writeSetting({ key: remembersVoicesSetting, value }),
    async close() {
      await storage.close();
      folder.remove();
    },
  };
  return library;
}

function addDocuments(path: string): void {
  const db = openDatabase(path);
  const base = db.prepare('INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (?, ?, ?, 1)');
  base.run(1, 'Office', 'office');
  base.run(2, 'private', 'private');
  const add = db.prepare(
    `INSERT INTO documents (public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode, content_hash,
       error_message) VALUES (?, ?, ?, ?, 'default', 1, 1, 1, '1', ?, ?)`,
  );
  add.run('work', 1, '/work/talk.mp3', 'indexed', 'h-talk', null);
  add.run('copy', 2, '/home/talk copy.mp3', 'indexed', 'h-talk', null);
  add.run('diary', 2, '/home/diary.wav', 'indexed', 'h-diary', null);
  add.run('queued', 1, '/work/queued.wav', 'pending', 'h-queued', null);
  add.run('broken', 1, '/work/broken.wav', 'failed', null, 'It is damaged.');
  add.run('text', 1, '/work/notes.txt', 'indexed', 'h-notes', null);
  db.close();
}

/** Who may read one of the two knowledge bases. */
export function guest(canWrite: boolean): Principal {
  return { id: 'guest', kind: 'mcp', grants: { knowledgeBases: ['office'], canWrite } };
}

export type Line = readonly [speaker: number | null, startMs: number, text: string];

export const talk: readonly Line[] = [
  [0, 0, 'good morning'],
  [1, 3_000, 'the lease ends in march'],
  [0, 6_000, 'on friday then'],
];

/** Segments of two seconds each. */
export function heard(lines: readonly Line[], more: Partial<NewTranscript> = {}): NewTranscript {
  return {
    model: 'tiny',
    language: 'en',
    durationMs: 60_000,
    media: {
      ...{ mediaType: 'audio/mpeg', container: 'mp3', tracks: [], chapters: [], hasCover: true },
      properties: {},
    },
    diarization: 'spectral',
    warnings: ['noisy'],
    waveform: [0, 1],
    speakers: [],
    segments: lines.map(([speaker, startMs, text]) => ({
      ...{ startMs, endMs: startMs + 2_000, lane: 0, speaker, text, confidence: 0.5 },
      words: text.split(' ').map((word, index) => ({
        ...{ startMs: startMs + index * 100, endMs: startMs + index * 100 + 100, text: word },
      })),
    })),
    ...more,
  };
}

/** @param lean how far it is from others of its direction, 0 to 1 */
export function voiceOf(direction: number, lean = 0): Float32Array {
  const voice = new Float32Array(8);
  voice[direction] = Math.sqrt(1 - lean * lean);
  voice[7] = lean;
  return voice;
}

/** With a voice for each speaker, from 0. */
export function withVoice(lines: readonly Line[], ...voices: Float32Array[]): NewTranscript {
  const speakers = voices.map((embedding, number) => ({
    ...{ number, embedding, embeddingModel: 'm', speechMs: 4_000 },
  }));
  return heard(lines, { speakers });
}
