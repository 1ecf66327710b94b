/** Watched folders with their rules and what became of them; documents whose file is gone. */
export const folders = `
-- When the file was found gone: the document is out of sight, and out of the library after a while.
ALTER TABLE documents ADD COLUMN missing_since INTEGER;
-- 1: its person keeps it although the file is gone.
ALTER TABLE documents ADD COLUMN is_kept INTEGER NOT NULL DEFAULT 0;
-- A file that was renamed is known by it.
CREATE INDEX documents_inode ON documents (inode);
CREATE INDEX documents_missing ON documents (missing_since) WHERE missing_since IS NOT NULL;
DROP INDEX documents_indexed;
CREATE INDEX documents_present ON documents (kb_id) WHERE status = 'indexed' AND missing_since IS NULL;
DROP INDEX documents_status;
CREATE INDEX documents_status ON documents (status, missing_since, kb_id, chunk_count);
-- What a folder holds is counted from this alone.
CREATE INDEX documents_place ON documents (kb_id, path, status, missing_since);

-- Files that somebody asked for by name: no rule of a watched folder takes them out.
CREATE TABLE named_files (
  kb_id INTEGER NOT NULL REFERENCES knowledge_bases (id),
  path TEXT NOT NULL,
  PRIMARY KEY (kb_id, path)
) STRICT, WITHOUT ROWID;

-- Which files are taken, as JSON.
ALTER TABLE watched_folders ADD COLUMN rules TEXT NOT NULL DEFAULT '{"ignore":[],"kinds":null}';
ALTER TABLE watched_folders ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;
-- What the folder itself, and the disks mounted below it, were known by at the last scan: an empty mount point is another folder.
ALTER TABLE watched_folders ADD COLUMN identity TEXT;
ALTER TABLE watched_folders ADD COLUMN mounts TEXT NOT NULL DEFAULT '[]';
-- How the last scan ended, as JSON.
ALTER TABLE watched_folders ADD COLUMN last_sync TEXT;
ALTER TABLE watched_folders ADD COLUMN error TEXT;
`;
