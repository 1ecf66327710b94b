import { summarySectionSchema } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { z } from 'zod';
import { AppError } from '#base';
import { statement } from '../statement.ts';

/** A summary of a recording by one template. */
export interface SummaryRecord {
  templateId: string;
  templateName: string;
  sections: z.infer<typeof summarySectionSchema>[];
  /** `provider:model`. */
  model: string;
  /** Of the transcript that it was made of. */
  revision: number;
  /** Unix milliseconds. */
  createdAt: number;
}

interface SummaryRow {
  template_id: string;
  template_name: string;
  sections: string;
  model: string;
  revision: number;
  created_at: number;
}

/** In the place of an earlier one by the same template. @throws AppError `not_found` when the transcript has gone */
export function putSummary(
  db: SqliteDatabase,
  { transcriptId, summary }: { transcriptId: number; summary: SummaryRecord },
): void {
  const isThere = statement(db, 'SELECT 1 FROM transcripts WHERE id = ?').get(transcriptId);
  if (!isThere) throw new AppError('not_found', 'The recording was removed in the meantime.');
  statement(
    db,
    `INSERT INTO recording_summaries (transcript_id, template_id, template_name, sections, model, revision, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (transcript_id, template_id) DO UPDATE SET template_name = excluded.template_name,
       sections = excluded.sections, model = excluded.model, revision = excluded.revision,
       created_at = excluded.created_at`,
  ).run(
    transcriptId,
    summary.templateId,
    summary.templateName,
    JSON.stringify(summary.sections),
    summary.model,
    summary.revision,
    summary.createdAt,
  );
}

export function removeSummary(
  db: SqliteDatabase,
  { transcriptId, templateId }: { transcriptId: number; templateId: string },
): boolean {
  const { changes } = statement(
    db,
    'DELETE FROM recording_summaries WHERE transcript_id = ? AND template_id = ?',
  ).run(transcriptId, templateId);
  return changes > 0;
}

/** The newest first. */
export function listSummaries(
  db: SqliteDatabase,
  { transcriptId }: { transcriptId: number },
): SummaryRecord[] {
  const rows = statement(
    db,
    'SELECT * FROM recording_summaries WHERE transcript_id = ? ORDER BY created_at DESC, template_id',
  ).all(transcriptId) as SummaryRow[];
  return rows.map((row) => ({
    templateId: row.template_id,
    templateName: row.template_name,
    sections: z.array(summarySectionSchema).parse(JSON.parse(row.sections)),
    model: row.model,
    revision: row.revision,
    createdAt: row.created_at,
  }));
}
