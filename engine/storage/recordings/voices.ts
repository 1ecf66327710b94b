import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { readSetting } from '../settings/index.ts';
import { statement } from '../statement.ts';
import { leaveNothingBehind } from '../writer/leaveNothing.ts';

/*
 * Voices are biometric data: they are kept only while the setting is on, and what is deleted is gone from the files. From
 * before the first one is written until the last one is away SQLite overwrites what it deletes (`secure_delete`); whoever
 * forgets voices on purpose also has their table written anew, since pages may hold what was moved out of them, and the
 * write-ahead log cut off.
 */

/** As `#settings` writes it. */
export const remembersVoicesSetting = 'app.remembersVoices';

/** What a voice is known by. */
export interface Voice {
  /** Which features: only like is compared with like. */
  model: string;
  embedding: Float32Array;
  /** Of speech that it was taken from. */
  speechMs: number;
}

export function remembersVoices(db: SqliteDatabase): boolean {
  return readSetting(db, remembersVoicesSetting) === true;
}

/** Told when the writing thread opens the library. */
export function guardVoices(db: SqliteDatabase): void {
  if (statement(db, 'SELECT 1 FROM speaker_voices LIMIT 1').get()) db.pragma('secure_delete = ON');
}

/** Keeps a voice of a speaker beside others that the speaker may have. Where voices are not remembered nothing is kept. */
export function addVoice(
  db: SqliteDatabase,
  { transcriptId, number, voice }: { transcriptId: number; number: number; voice: Voice },
): void {
  if (!remembersVoices(db)) return;
  db.pragma('secure_delete = ON');
  statement(
    db,
    `INSERT INTO speaker_voices (transcript_id, number, model, speech_ms, embedding) VALUES (?, ?, ?, ?, ?)`,
  ).run(transcriptId, number, voice.model, Math.round(voice.speechMs), toBytes(voice.embedding));
}

/**
 * Keeps a voice that was taken from a speaker's stretches later, where the speaker has none of those features.
 *
 * @returns false where the speaker is gone, or voices are not remembered
 */
export function keepVoice(
  db: SqliteDatabase,
  args: { transcriptId: number; number: number; voice: Voice },
): boolean {
  const { transcriptId, number, voice } = args;
  if (!remembersVoices(db)) return false;
  const speaks = statement(
    db,
    `SELECT 1 FROM transcript_speakers AS s WHERE s.transcript_id = @id AND s.number = @number AND NOT EXISTS (
       SELECT 1 FROM speaker_voices AS v WHERE v.transcript_id = @id AND v.number = @number AND v.model = @model)`,
  ).get({ id: transcriptId, number, model: voice.model });
  if (speaks) addVoice(db, args);
  return speaks !== undefined;
}

/** @returns how many of a speaker there were */
export function dropVoices(db: SqliteDatabase, transcriptId: number, number: number): number {
  return statement(db, 'DELETE FROM speaker_voices WHERE transcript_id = ? AND number = ?').run(
    transcriptId,
    number,
  ).changes;
}

/**
 * Deletes voices for good: neither the table nor the write-ahead log holds them when the command's promise resolves.
 *
 * @param personId of one person; null for all
 * @returns how many
 */
export function eraseVoices(db: SqliteDatabase, personId: number | null): number {
  db.pragma('secure_delete = ON');
  const all = countVoices(db);
  const kept =
    personId === null
      ? []
      : (statement(
          db,
          `SELECT v.* FROM speaker_voices AS v LEFT JOIN transcript_speakers AS s
             ON s.transcript_id = v.transcript_id AND s.number = v.number
           WHERE s.person_id IS NOT ?`,
        ).all(personId) as object[]);
  // Without a condition: every page of the table is given back, and overwritten.
  statement(db, 'DELETE FROM speaker_voices').run();
  const insert = statement(
    db,
    `INSERT INTO speaker_voices (id, transcript_id, number, model, speech_ms, embedding)
     VALUES (@id, @transcript_id, @number, @model, @speech_ms, @embedding)`,
  );
  for (const row of kept) insert.run(row);
  leaveNothingBehind(db);
  return all - kept.length;
}

/** Of all speakers, named or not. */
export function countVoices(db: SqliteDatabase): number {
  return statement(db, 'SELECT count(*) FROM speaker_voices').pluck().get() as number;
}

export interface StoredVoice extends Voice {
  transcriptId: number;
  number: number;
}

/** The voices of a recording's speakers. */
export function readVoices(db: SqliteDatabase, transcriptId: number): StoredVoice[] {
  const rows = statement(db, 'SELECT * FROM speaker_voices WHERE transcript_id = ? ORDER BY id').all(
    transcriptId,
  );
  return (rows as VoiceRow[]).map(toVoice);
}

/** The voices that people are known by, of some features: of the speakers that somebody said they are. */
export function readKnownVoices(
  db: SqliteDatabase,
  { model }: { model: string },
): (StoredVoice & { personId: string })[] {
  const rows = statement(
    db,
    `SELECT v.*, p.public_id AS personId FROM speaker_voices AS v
       JOIN transcript_speakers AS s ON s.transcript_id = v.transcript_id AND s.number = v.number
       JOIN people AS p ON p.id = s.person_id
     WHERE v.model = ? AND s.is_recognised = 0 ORDER BY v.id`,
  ).all(model) as (VoiceRow & { personId: string })[];
  return rows.map((row) => ({ ...toVoice(row), personId: row.personId }));
}

interface VoiceRow {
  transcript_id: number;
  number: number;
  model: string;
  speech_ms: number;
  embedding: Uint8Array;
}

function toVoice(row: VoiceRow): StoredVoice {
  return {
    transcriptId: row.transcript_id,
    number: row.number,
    model: row.model,
    speechMs: row.speech_ms,
    embedding: fromBytes(row.embedding),
  };
}

function toBytes(embedding: Float32Array): Buffer {
  return Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
}

/** A copy, since bytes from the database need not lie where floats may. */
function fromBytes(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
