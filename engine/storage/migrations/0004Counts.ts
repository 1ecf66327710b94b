/** What a status line counts and a list begins with is read from these alone, however large the library. */
export const counts = `
CREATE INDEX jobs_state ON jobs (state, updated_at, id);
CREATE INDEX documents_status ON documents (status, kb_id, chunk_count);
`;
