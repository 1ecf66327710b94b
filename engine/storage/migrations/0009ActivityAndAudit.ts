/** When tries began and what they went through; who changed what, and what left the machine. */
export const activityAndAudit = `
ALTER TABLE jobs ADD COLUMN started_at INTEGER;
-- JSON, [[attempt, stage, started, ended or null], …]: with the row it costs no write of its own.
ALTER TABLE jobs ADD COLUMN stages TEXT;

-- AUTOINCREMENT: where a page ended must stay what it was, also when all before it are gone.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  caller TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'sent', 'refused')),
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  bytes INTEGER
) STRICT;
CREATE INDEX audit_kind ON audit (kind, id);
CREATE INDEX audit_at ON audit (at);
`;
