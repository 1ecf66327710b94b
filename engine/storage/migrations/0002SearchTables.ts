/** What keyword and vector search keep beside the FTS5 index; engine/storage/keyword and vectors say how they use it. */
export const searchTables = `
CREATE VIRTUAL TABLE chunk_terms_vocabulary USING fts5vocab (chunk_terms, row);
CREATE VIRTUAL TABLE chunk_terms_instances USING fts5vocab (chunk_terms, instance);

-- The length BM25 asks for: analysed terms of a chunk.
CREATE TABLE chunk_lengths (
  chunk_id INTEGER PRIMARY KEY,
  length INTEGER NOT NULL
) STRICT;

-- Terms in so many chunks that FTS5 is slow over them. AUTOINCREMENT: a dropped id must not come back as another term.
CREATE TABLE common_terms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  term TEXT NOT NULL UNIQUE,
  -- Chunks up to this id are read from FTS5 into postings; later ones come by way of recent_terms.
  registered_at_chunk INTEGER NOT NULL,
  -- The last chunk that has been read from FTS5; NULL when all are, and the postings may be used.
  build_position INTEGER
) STRICT;

-- Postings of a common term in a span of 2,048 chunk ids: count times a 16-bit offset into the span, little
-- endian and ascending, then count times an 8-bit term frequency.
CREATE TABLE common_postings (
  term_id INTEGER NOT NULL,
  span INTEGER NOT NULL,
  postings BLOB NOT NULL,
  PRIMARY KEY (term_id, span)
) STRICT, WITHOUT ROWID;

-- Common terms of the chunks whose span is not full yet: count times a 32-bit term id, then count times a frequency.
CREATE TABLE recent_terms (
  chunk_id INTEGER PRIMARY KEY,
  terms BLOB NOT NULL
) STRICT;

-- Chunks deleted since the postings of their span were last written.
CREATE TABLE keyword_spans (
  span INTEGER PRIMARY KEY,
  deleted INTEGER NOT NULL
) STRICT;

CREATE TABLE keyword_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Spans below this are sealed: their chunks are in common_postings and not in recent_terms.
  sealed_spans INTEGER NOT NULL,
  -- How many chunks there were at the last look through the vocabulary, and where a look in hand stands.
  scanned_chunks INTEGER NOT NULL,
  scan_position TEXT
) STRICT;
INSERT INTO keyword_state (id, sealed_spans, scanned_chunks) VALUES (1, 0, 0);

-- What left the index, in order, so that a copy in memory keeps in step without being told.
CREATE TABLE chunk_removals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chunk_id INTEGER NOT NULL
) STRICT;

CREATE INDEX documents_indexed ON documents (kb_id) WHERE status = 'indexed';
`;
