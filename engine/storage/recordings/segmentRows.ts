import type { SpokenWord } from '@adiuva/contracts/rpc';
import type { FormerSegment } from './merge/index.ts';
import type { SegmentRecord } from './transcript.ts';

export interface SegmentRow {
  id: number;
  transcript_id: number;
  start_ms: number;
  end_ms: number;
  lane: number;
  heard_speaker: number | null;
  speaker: number | null;
  is_assigned: number;
  has_conflict: number;
  confidence: number | null;
  text: string;
  words: string;
  edited: string | null;
  edited_words: string | null;
  replaced: string | null;
}

type StoredWord = [startMs: number, endMs: number, text: string, confidence?: number];

export function storeWords(words: readonly SpokenWord[]): string {
  return JSON.stringify(
    words.map(({ startMs, endMs, text, confidence }): StoredWord => {
      if (confidence === undefined) return [startMs, endMs, text];
      return [startMs, endMs, text, Math.round(confidence * 1000) / 1000];
    }),
  );
}

export function readWords(stored: string | null): SpokenWord[] {
  if (stored === null) return [];
  return (JSON.parse(stored) as StoredWord[]).map(([startMs, endMs, text, confidence]) =>
    confidence === undefined ? { startMs, endMs, text } : { startMs, endMs, text, confidence },
  );
}

/** @param model of the transcript: whose words a conflict shows */
export function toSegmentRecord(row: SegmentRow, model: string): SegmentRecord {
  const isEdited = row.edited !== null;
  return {
    id: row.id,
    startMs: row.start_ms,
    endMs: row.end_ms,
    lane: row.lane,
    speaker: row.speaker,
    text: row.edited ?? row.text,
    words: readWords(isEdited ? row.edited_words : row.words),
    confidence: row.confidence,
    isEdited,
    conflict: row.has_conflict === 1 ? { text: row.text, model } : null,
  };
}

export function toFormerSegment(row: SegmentRow): FormerSegment {
  return {
    startMs: row.start_ms,
    endMs: row.end_ms,
    lane: row.lane,
    speaker: row.speaker,
    heardSpeaker: row.heard_speaker,
    isAssigned: row.is_assigned === 1,
    confidence: row.confidence,
    text: row.text,
    words: readWords(row.words),
    edited: row.edited,
    editedWords: readWords(row.edited_words),
    replaced: row.replaced,
  };
}
