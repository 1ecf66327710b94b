import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineContract, IngestEvent, IngestedDocument, SearchOutput } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { connectTo, createTestHost, scriptedWorkers, withOutcomes } from '#testing';
import { createEngine, type Engine } from '../../createEngine.ts';
import type { TranscriptScript } from '../../transcription/testing/index.ts';
import { writeScript } from './script.ts';
import { join as joined, quiet, type VoiceOptions, voiceSound, waveFile } from './voiceSound.ts';

/** An engine on a data folder of its own, and a folder of recordings. What the transcriber says is a script; all else is real. */
export interface RecordingEngine {
  readonly home: string;
  readonly engine: Engine;
  readonly client: Client<EngineContract>;
  /** A path in the folder of recordings. */
  file(name: string): string;
  write(name: string, bytes: Uint8Array): string;
  ingest(onEvent?: (event: IngestEvent) => void): Promise<IngestedDocument[]>;
  /** Of one file, by its name. */
  outcomeOf(name: string): Promise<IngestedDocument | undefined>;
  find(query: string): Promise<SearchOutput>;
  /** Names of what lies in the scratch. */
  scratch(): string[];
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openRecordingEngine(
  folder: string,
  script: Partial<TranscriptScript> = {},
): Promise<RecordingEngine> {
  const home = join(folder, 'home');
  const documents = join(folder, 'documents');
  mkdirSync(documents, { recursive: true });
  const workers = scriptedWorkers(writeScript(folder, script));
  const start = () => createEngine(createTestHost(home, workers));
  let engine = await start();
  let client = connectTo(engine);
  return {
    home,
    get engine() {
      return engine;
    },
    get client() {
      return client;
    },
    file: (name) => join(documents, name),
    write(name, bytes) {
      const path = join(documents, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, bytes);
      return path;
    },
    async ingest(onEvent) {
      const options = onEvent ? { onEvent } : {};
      return (await withOutcomes(client, 'library.ingest', { paths: [documents] }, options)).documents;
    },
    async outcomeOf(name) {
      const path = join(documents, name);
      return (await withOutcomes(client, 'library.ingest', { paths: [path] })).documents[0];
    },
    find: (query) => client.call('search.query', { query, mode: 'keyword' }),
    scratch() {
      const place = join(home, 'cache', 'recordings');
      return existsSync(place) ? readdirSync(place) : [];
    },
    async reopen() {
      await engine.close();
      engine = await start();
      client = connectTo(engine);
    },
    close: () => engine.close(),
  };
}

/** Ten seconds with a voice from 1 to 4 s and from 6 to 9 s. */
export function talk(voice: VoiceOptions = {}): Buffer {
  const said = voiceSound(3000, voice);
  return waveFile(joined(quiet(1000), said, quiet(2000), said, quiet(1000)));
}
