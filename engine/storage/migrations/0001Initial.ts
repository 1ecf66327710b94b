/** The library, its index, the job queue and the conversations. */
export const initial = `
CREATE TABLE knowledge_bases (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  created_at INTEGER NOT NULL
) STRICT;

-- \`id\` stays small and dense, so that a filter is a bitmap over it; \`public_id\` is what leaves the engine.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  kb_id INTEGER NOT NULL REFERENCES knowledge_bases (id),
  path TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'indexed', 'skipped', 'failed')),
  preset TEXT NOT NULL,
  media_type TEXT,
  title TEXT,
  author TEXT,
  language TEXT,
  metadata TEXT NOT NULL DEFAULT '{}',
  warnings TEXT NOT NULL DEFAULT '[]',
  size INTEGER NOT NULL,
  -- Milliseconds with their fraction, as stat gives them: equality with the file decides whether it is read again.
  mtime_ms REAL NOT NULL,
  ctime_ms REAL NOT NULL,
  inode TEXT NOT NULL,
  content_hash TEXT,
  -- Of the extraction and chunking code that made the rows; an older one is read again.
  pipeline_version INTEGER NOT NULL DEFAULT 0,
  part_count INTEGER NOT NULL DEFAULT 0,
  chunk_count INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT,
  indexed_at INTEGER,
  UNIQUE (kb_id, path)
) STRICT;
CREATE INDEX documents_content_hash ON documents (content_hash) WHERE content_hash IS NOT NULL;
CREATE INDEX documents_path ON documents (path);

CREATE TABLE parts (
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- Everything of the part but its text, as JSON.
  layout TEXT NOT NULL,
  UNIQUE (document_id, ordinal)
) STRICT;

CREATE TABLE chunks (
  -- AUTOINCREMENT: an id is never used twice, so what is in memory can tell new rows by it.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  part_ordinal INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  token_count INTEGER NOT NULL,
  text_hash BLOB NOT NULL,
  text TEXT NOT NULL,
  locator TEXT NOT NULL,
  UNIQUE (document_id, ordinal)
) STRICT;
CREATE INDEX chunks_text_hash ON chunks (text_hash, document_id);

-- Holds the analysed terms of a chunk, by the chunk's id; the text itself stands in chunks.
CREATE VIRTUAL TABLE chunk_terms USING fts5 (
  terms, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE embedding_models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  dimensions INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: counts every change to what a search can see, so that a cached answer knows its age.
CREATE TABLE index_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO index_state (id, version) VALUES (1, 1);

CREATE TABLE watched_folders (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  kb_id INTEGER NOT NULL REFERENCES knowledge_bases (id),
  preset TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  scanned_at INTEGER,
  UNIQUE (path, kb_id)
) STRICT;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  -- What must not run twice at once; a second request for it joins the first.
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'dead', 'cancelled')),
  priority INTEGER NOT NULL,
  -- Tries that ended by the handler's own error.
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Tries that ended because a process was killed; they say little about the job and are counted apart.
  interruptions INTEGER NOT NULL DEFAULT 0,
  run_after INTEGER NOT NULL,
  -- Grows with every claim: a worker whose token is not the row's has lost the job and may write nothing.
  lease_token INTEGER NOT NULL DEFAULT 0,
  lease_until INTEGER,
  progress TEXT,
  result TEXT,
  error_code TEXT,
  error_message TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX jobs_active ON jobs (kind, key) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_ready ON jobs (kind, priority DESC, interruptions, id) WHERE state = 'queued';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';

-- What a finished step left for the next one, so that a kill costs at most the step in hand.
CREATE TABLE job_steps (
  job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  step TEXT NOT NULL,
  output TEXT NOT NULL,
  PRIMARY KEY (job_id, step)
) STRICT;

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
  text TEXT NOT NULL,
  citations TEXT NOT NULL DEFAULT '[]',
  model TEXT,
  state TEXT NOT NULL CHECK (state IN ('complete', 'stopped', 'failed')),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_conversation ON messages (conversation_id, id);
`;
