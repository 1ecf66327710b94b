/** A conversation quotes what its owner may see, so it is read by its owner alone. */
export const conversationOwner = `
ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT 'local';
CREATE INDEX conversations_owner ON conversations (owner, updated_at DESC, id DESC);
`;
