import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { dumpLibrary } from '../testing/libraryDump.ts';
import { installSpeechModel } from './testing/installModel.ts';
import { wordsFrom, writeScript } from './testing/script.ts';
import { join as joined, quiet, voiceSound, waveFile } from './testing/voiceSound.ts';

/** A few rounds always; the full storm with `npm test -- --kill-rounds=200 engine/recordings/killStorm`. */
const rounds = Math.min(60, Number(process.env.ADIUVA_KILL_ROUNDS ?? 8));
const folder = makeTemporaryFolder('adiuva-hearing-storm-');
afterAll(() => folder.remove());
const entry = fileURLToPath(new URL('testing/hearProcess.ts', import.meta.url));

type Totals = { failed: number; indexed: number };
type Pids = Record<'extraction' | 'inference' | 'media' | 'speech' | 'transcription', number[]>;

interface Run {
  child: ChildProcess;
  pids: Partial<Pids>;
  /** Null when the process was killed. */
  ended: Promise<Totals | null>;
}

function hear(home: string, documents: string, script: string): Run {
  const child = fork(entry, [home, documents, script], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let totals: Totals | null = null;
  const run: Run = {
    child,
    pids: {},
    ended: new Promise((resolve) => child.on('exit', () => resolve(totals))),
  };
  child.on('message', (message) => {
    const news = message as { pids?: Pids; totals?: Totals };
    if (news.pids) run.pids = news.pids;
    if (news.totals) totals = news.totals;
  });
  return run;
}

it(
  `ends with the same transcripts after ${rounds} kills of the engine and its workers`,
  async () => {
    const documents = join(folder.path, 'documents');
    mkdirSync(documents);
    const sentence = voiceSound(9_000);
    const speech = joined(...Array.from({ length: 14 }, () => [quiet(900), sentence]).flat());
    writeFileSync(join(documents, 'speech.wav'), waveFile(speech));
    const other = voiceSound(9_000, { pitch: 200, throat: 1.15 });
    const call = Array.from({ length: 6 }, (_, turn) => (turn % 2 ? quiet(9_000) : other));
    writeFileSync(
      join(documents, 'call.wav'),
      waveFile(joined(...call), joined(quiet(9_000), ...call.slice(0, 5))),
    );
    const words = Array.from({ length: 16 }, (_, index) =>
      wordsFrom(1_000 + index * 9_900, `Sentence number ${index} is said here.`),
    ).flat();
    const script = writeScript(folder.path, { words, delayMs: 150 });

    const calmHome = join(folder.path, 'calm');
    installSpeechModel(calmHome);
    expect(await hear(calmHome, documents, script).ended).toMatchObject({ indexed: 2, failed: 0 });

    const random = createRandom(20_261_130);
    const home = join(folder.path, 'storm');
    installSpeechModel(home);
    let run = hear(home, documents, script);
    let kills = 0;
    while (kills < rounds) {
      const early = await Promise.race([run.ended, wait(200 + random() * 2_500)]);
      // It got through between two kills: that is an end as well.
      if (early) break;
      const { child, pids } = run;
      const workers = [pids.media, pids.speech, pids.transcription, pids.inference].flatMap(
        (some) => some ?? [],
      );
      const victims = [child.pid, ...workers].filter((pid) => pid !== undefined);
      const victim = victims[Math.floor(random() * victims.length)];
      if (victim === undefined || !kill(victim)) continue;
      kills++;
      if (victim !== child.pid) continue;
      await run.ended;
      run = hear(home, documents, script);
    }
    expect(kills).toBeGreaterThan(2);
    const last = (await run.ended) ?? (await hear(home, documents, script).ended);
    expect(last).toMatchObject({ failed: 0 });

    const [storm, calm] = [dumpLibrary(home, documents), dumpLibrary(calmHome, documents)];
    expect(storm.leftovers).toEqual([]);
    for (const table of Object.keys(calm)) expect([table, storm[table]]).toEqual([table, calm[table]]);
    expect(dumpTranscripts(home)).toEqual(dumpTranscripts(calmHome));
    expect(dumpTranscripts(home).length).toBeGreaterThan(15);
    const scratch = join(home, 'cache', 'recordings');
    expect(existsSync(scratch) ? readdirSync(scratch) : []).toEqual([]);
  },
  240_000 + rounds * 60_000,
);

function dumpTranscripts(home: string): unknown[] {
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  try {
    return db
      .prepare(
        `SELECT t.content_hash, t.model, t.language, t.duration_ms, t.diarization, t.media, hex(t.waveform) AS waveform,
           s.start_ms, s.end_ms, s.lane, s.speaker, s.text, s.words
         FROM transcripts AS t JOIN transcript_segments AS s ON s.transcript_id = t.id
         ORDER BY t.content_hash, s.start_ms, s.lane`,
      )
      .all();
  } finally {
    db.close();
  }
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

/** mulberry32: small, seeded, good enough to pick victims. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
