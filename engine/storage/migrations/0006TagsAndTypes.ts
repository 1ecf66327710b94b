/** Tags from the user; properties to filter by; the type of the file inside the file that a chunk is of; list orders. */
export const tagsAndTypes = `
-- A tag's compared and its shown form stand with each document: nobody sees a spelling from documents they may not read.
CREATE TABLE document_tags (
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (document_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_tags_folded ON document_tags (folded, document_id, name);

-- Metadata by lower-case name, values folded as searches are: what a filter looks through.
CREATE TABLE document_properties (
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (document_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_properties_name ON document_properties (name, value, document_id);

-- Media type of the innermost file within the document that the chunk is of; NULL where it is of the document itself.
ALTER TABLE chunks ADD COLUMN member_type TEXT;
CREATE INDEX chunks_member_type ON chunks (member_type, document_id) WHERE member_type IS NOT NULL;

ALTER TABLE documents ADD COLUMN created_at REAL
  GENERATED ALWAYS AS (json_extract(metadata, '$.createdAt')) VIRTUAL;
CREATE INDEX documents_created ON documents (created_at) WHERE created_at IS NOT NULL;

-- The title, else the last step of the path: what is before it is cut off at the last separator.
ALTER TABLE documents ADD COLUMN display_name TEXT COLLATE NOCASE GENERATED ALWAYS AS (
  coalesce(nullif(title, ''), substr(path, length(rtrim(path, replace(replace(path, '/', ''), '\\', ''))) + 1))
) VIRTUAL;
CREATE INDEX documents_by_name ON documents (display_name, id);
CREATE INDEX documents_by_date ON documents (mtime_ms, id);
CREATE INDEX documents_by_size ON documents (size, id);
CREATE INDEX documents_by_type ON documents (coalesce(media_type, ''), id);
CREATE INDEX documents_by_status ON documents (status, id);
`;
