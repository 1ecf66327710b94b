import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { beforeEach, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import { collectOrphanTranscripts, putTranscript, readTranscriptByHash } from '../recordings/index.ts';
import { addDocument } from '../recordings/testing/addDocument.ts';
import { makeTranscript, makeVoice } from '../recordings/testing/makeTranscript.ts';
import { writeSetting } from '../settings/index.ts';

/** The version before recordings. */
const before = 10;
let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:', before);
});

const put = (contentHash: string, now = 1) =>
  putTranscript(db, {
    lease: null,
    contentHash,
    now,
    transcript: makeTranscript([[0, 0, 'one two']], {
      speakers: [{ number: 0, embedding: makeVoice(1), embeddingModel: 'm', speechMs: 800 }],
    }),
  });
const isThere = (contentHash: string) => readTranscriptByHash(db, contentHash) !== null;
const setHash = (path: string, hash: string | null) =>
  db.prepare('UPDATE documents SET content_hash = ? WHERE path = ?').run(hash, path);
const remove = (path: string) => db.prepare('DELETE FROM documents WHERE path = ?').run(path);

it('keeps the documents of former versions, whose transcripts go with the last of their content', () => {
  addDocument(db, { path: '/a.wav', contentHash: 'h' });
  addDocument(db, { path: '/copy of a.wav', contentHash: 'h', kb: 'other' });
  addDocument(db, { path: '/b.txt', contentHash: null });
  expect(migrate(db, ':memory:').from).toBe(before);
  writeSetting(db, { key: 'app.remembersVoices', value: true });
  expect(db.prepare('SELECT path, content_hash FROM documents ORDER BY id').raw().all()).toEqual([
    ['/a.wav', 'h'],
    ['/copy of a.wav', 'h'],
    ['/b.txt', null],
  ]);
  put('h');
  put('h');
  const tables = [
    'transcripts',
    'transcript_segments',
    'former_segments',
    'transcript_speakers',
    'speaker_voices',
  ];
  const counts = () => tables.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  expect(counts()).toEqual([1, 1, 1, 1, 1]);
  remove('/a.wav');
  expect(isThere('h')).toBe(true);
  remove('/b.txt');
  remove('/copy of a.wav');
  expect(counts()).toEqual([0, 0, 0, 0, 0]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('lets a transcript go when the last document of its content has another content', () => {
  addDocument(db, { path: '/a.wav', contentHash: 'h' });
  addDocument(db, { path: '/b.wav', contentHash: 'h' });
  migrate(db, ':memory:');
  put('h');
  setHash('/a.wav', 'other');
  expect(isThere('h')).toBe(true);
  setHash('/b.wav', 'h');
  expect(isThere('h')).toBe(true);
  setHash('/b.wav', 'another');
  expect(isThere('h')).toBe(false);
});

it('keeps a transcript while its file waits to be read again, or cannot be', () => {
  addDocument(db, { path: '/a.wav', contentHash: 'h' });
  migrate(db, ':memory:');
  put('h');
  setHash('/a.wav', null);
  expect(isThere('h')).toBe(true);
  setHash('/a.wav', 'h');
  setHash('/a.wav', null);
  expect(collectOrphanTranscripts(db, { before: 99, limit: 9 })).toBe(0);
  // Read again, it has another content after all.
  setHash('/a.wav', 'other');
  expect(isThere('h')).toBe(false);
  put('other');
  setHash('/a.wav', null);
  remove('/a.wav');
  expect(isThere('other')).toBe(false);
});

it('collects what no document is of, a while after it was last touched', () => {
  migrate(db, ':memory:');
  put('old', 10);
  put('new', 20);
  put('indexed', 10);
  addDocument(db, { path: '/a.wav', contentHash: 'indexed' });
  expect(collectOrphanTranscripts(db, { before: 15, limit: 9 })).toBe(1);
  expect(['old', 'new', 'indexed'].map(isThere)).toEqual([false, true, true]);
});
