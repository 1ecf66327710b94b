/** Summaries of recordings, kept with their transcripts. */
export const summaries = `
CREATE TABLE recording_summaries (
  transcript_id INTEGER NOT NULL REFERENCES transcripts (id) ON DELETE CASCADE,
  template_id TEXT NOT NULL,
  template_name TEXT NOT NULL,
  -- JSON: headings with their lines, each with the segments it rests on.
  sections TEXT NOT NULL,
  model TEXT NOT NULL,
  -- Of the transcript that it was made of.
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (transcript_id, template_id)
) STRICT;
`;
