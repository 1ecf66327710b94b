import type { AuditEntry } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

export type NewAuditEntry = Omit<AuditEntry, 'id'>;
type AuditKind = AuditEntry['kind'];

interface AuditRow {
  id: number;
  at: number;
  caller: string;
  kind: AuditKind;
  action: string;
  subject: string;
  bytes: number | null;
}

export function appendAudit(db: SqliteDatabase, { entries }: { entries: readonly NewAuditEntry[] }): void {
  const insert = statement(
    db,
    'INSERT INTO audit (at, caller, kind, action, subject, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  );
  for (const { at, caller, kind, action, subject, bytes } of entries)
    insert.run(at, caller, kind, action, subject, bytes ?? null);
}

/** @returns how many went, `limit` at most */
export function trimAudit(db: SqliteDatabase, { before, limit }: { before: number; limit: number }): number {
  return statement(
    db,
    'DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at LIMIT ?)',
  ).run(before, limit).changes;
}

/** The last to be written first; `before` is the id that the page before ended with. */
export function listAudit(
  db: SqliteDatabase,
  { kind, before, limit }: { kind?: AuditKind | undefined; before: number; limit: number },
): AuditEntry[] {
  const rows = kind
    ? statement(db, 'SELECT * FROM audit WHERE kind = ? AND id < ? ORDER BY id DESC LIMIT ?').all(
        kind,
        before,
        limit,
      )
    : statement(db, 'SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?').all(before, limit);
  return (rows as AuditRow[]).map(({ id, bytes, ...row }) => ({
    ...row,
    id: String(id),
    ...(bytes !== null && { bytes }),
  }));
}
