/** What is said in recordings and by whom, and the people whose voices are known. */
export const recordings = `
-- The hash of the content that was heard, while the file waits to be read again or cannot be: until another content is
-- known, its transcript and what a person did to it stay.
ALTER TABLE documents ADD COLUMN heard_hash TEXT;
CREATE INDEX documents_heard_hash ON documents (heard_hash) WHERE heard_hash IS NOT NULL;

-- Of a content, so that copies of a recording share it. AUTOINCREMENT here and below: what was shown is not another thing later.
CREATE TABLE transcripts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  content_hash TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  language TEXT,
  duration_ms INTEGER NOT NULL,
  diarization TEXT CHECK (diarization IN ('neural', 'spectral', 'channels')),
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  warnings TEXT NOT NULL,
  media TEXT NOT NULL,
  -- A byte each, 255 the loudest.
  waveform BLOB NOT NULL
) STRICT;

CREATE TABLE transcript_segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  -- As diarization counts; speaker is what it goes by, which a person may have changed.
  heard_speaker INTEGER,
  speaker INTEGER,
  -- 1: a person said whose it is.
  is_assigned INTEGER NOT NULL DEFAULT 0,
  has_conflict INTEGER NOT NULL DEFAULT 0,
  confidence REAL,
  -- The present model's words; JSON, [[start, end, text, confidence], …].
  text TEXT NOT NULL,
  words TEXT NOT NULL,
  -- A person's words, and the words of the model that they stand for.
  edited TEXT,
  edited_words TEXT,
  replaced TEXT
) STRICT;
CREATE INDEX transcript_segments_place ON transcript_segments (transcript_id, start_ms, lane, id);

-- The segments before the last transcriptions: an edit of one of them that comes late still finds its place.
CREATE TABLE former_segments (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  start_ms INTEGER NOT NULL,
  end_ms INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- Of the transcript that took its place.
  revision INTEGER NOT NULL,
  -- The segment that carries its edit; by now that may be a former one as well.
  became INTEGER
) STRICT;
CREATE INDEX former_segments_place ON former_segments (transcript_id, revision, start_ms);

CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE person_aliases (
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (person_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_aliases_folded ON person_aliases (folded);

-- What is known of a speaker beside their segments.
CREATE TABLE transcript_speakers (
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  -- For this recording, by a person.
  given_name TEXT,
  person_id INTEGER REFERENCES people (id) ON DELETE SET NULL,
  -- 1: by the voice alone.
  is_recognised INTEGER NOT NULL DEFAULT 0,
  suggested_id INTEGER REFERENCES people (id) ON DELETE SET NULL,
  similarity REAL,
  PRIMARY KEY (transcript_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX transcript_speakers_person ON transcript_speakers (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX transcript_speakers_suggested ON transcript_speakers (suggested_id) WHERE suggested_id IS NOT NULL;

-- Whom a person said that a speaker is not.
CREATE TABLE refused_people (
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  PRIMARY KEY (transcript_id, number, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX refused_people_person ON refused_people (person_id);

-- Biometric: empty unless voices are remembered, and written and emptied as engine/storage/recordings/voices.ts says. A
-- person's voice is those of the speakers that they are. Little endian floats.
CREATE TABLE speaker_voices (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  model TEXT NOT NULL,
  speech_ms INTEGER NOT NULL,
  embedding BLOB NOT NULL
) STRICT;
CREATE INDEX speaker_voices_speaker ON speaker_voices (transcript_id, number);

CREATE TRIGGER documents_awaits_reading AFTER UPDATE OF content_hash ON documents
WHEN OLD.content_hash IS NOT NULL AND NEW.content_hash IS NULL
BEGIN
  UPDATE documents SET heard_hash = OLD.content_hash
  WHERE id = NEW.id AND EXISTS (SELECT 1 FROM transcripts WHERE content_hash = OLD.content_hash);
END;

-- A transcript goes with the last document of its content, in the same transaction.
CREATE TRIGGER documents_other_content AFTER UPDATE OF content_hash ON documents
WHEN NEW.content_hash IS NOT NULL AND NEW.content_hash IS NOT coalesce(OLD.content_hash, OLD.heard_hash)
BEGIN
  UPDATE documents SET heard_hash = NULL WHERE id = NEW.id AND heard_hash IS NOT NULL;
  DELETE FROM transcripts WHERE content_hash = coalesce(OLD.content_hash, OLD.heard_hash)
    AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.content_hash = transcripts.content_hash)
    AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.heard_hash = transcripts.content_hash);
END;
CREATE TRIGGER documents_removed AFTER DELETE ON documents
WHEN coalesce(OLD.content_hash, OLD.heard_hash) IS NOT NULL
BEGIN
  DELETE FROM transcripts WHERE content_hash = coalesce(OLD.content_hash, OLD.heard_hash)
    AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.content_hash = transcripts.content_hash)
    AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.heard_hash = transcripts.content_hash);
END;
`;
