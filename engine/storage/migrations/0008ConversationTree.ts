import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { analyze, indexedForm } from '../keyword/index.ts';

/** Conversations that branch, are searched, and can be had back for a while after they were deleted. */
export const conversationTree = `
-- What a message follows. A parent is older than its child, so that no circle can be written.
ALTER TABLE messages ADD COLUMN parent_id INTEGER REFERENCES messages (id) CHECK (parent_id < id);
-- From 1, in the order of writing.
ALTER TABLE messages ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN kind TEXT CHECK (kind IN ('extract', 'generated'));
ALTER TABLE messages ADD COLUMN grounded INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
-- JSON. NULL: it was written before its sentences were judged.
ALTER TABLE messages ADD COLUMN unsupported TEXT DEFAULT '[]';
ALTER TABLE messages ADD COLUMN scope TEXT;
ALTER TABLE messages ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE messages ADD COLUMN error TEXT;

UPDATE messages SET parent_id = placed.parent, ordinal = placed.ordinal
FROM (SELECT id, lag(id) OVER place AS parent, row_number() OVER place AS ordinal FROM messages
  WINDOW place AS (PARTITION BY conversation_id ORDER BY id)) AS placed
WHERE placed.id = messages.id;
UPDATE messages SET kind = iif(model = 'extractive', 'extract', 'generated') WHERE role = 'assistant';
UPDATE messages SET grounded = 1 WHERE kind = 'extract' AND citations <> '[]';
UPDATE messages SET unsupported = NULL WHERE kind = 'generated';

DROP INDEX messages_conversation;
CREATE UNIQUE INDEX messages_place ON messages (conversation_id, ordinal);
CREATE INDEX messages_parent ON messages (parent_id);

-- The last message of the branch that is shown.
ALTER TABLE conversations ADD COLUMN shown_id INTEGER;
-- Of all branches; the next message's ordinal is one more.
ALTER TABLE conversations ADD COLUMN message_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN deleted_at INTEGER;
UPDATE conversations SET (shown_id, message_count) =
  (SELECT max(id), count(*) FROM messages WHERE conversation_id = conversations.id);

DROP INDEX conversations_owner;
CREATE INDEX conversations_owner ON conversations (owner, updated_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL;

-- The analysed terms of titles and messages. A row's id: that of the conversation times 2^20, plus the message's
-- ordinal; 0 is the title's.
CREATE VIRTUAL TABLE conversation_terms USING fts5 (
  terms, content = '', contentless_delete = 1, prefix = '3', tokenize = "unicode61 remove_diacritics 0"
);
`;

/** What was written before is found too; SQL alone does not know our terms. */
export function indexConversations(db: SqliteDatabase): void {
  const insert = db.prepare('INSERT INTO conversation_terms (rowid, terms) VALUES (?, ?)');
  const pages = [
    'SELECT id, id * 1048576 AS place, title AS text FROM conversations WHERE id > ? ORDER BY id LIMIT 500',
    `SELECT id, conversation_id * 1048576 + ordinal AS place, text FROM messages
     WHERE id > ? ORDER BY id LIMIT 500`,
  ];
  for (const page of pages) {
    const read = db.prepare(page);
    let rows: { id: number; place: number; text: string }[];
    let last = 0;
    do {
      rows = read.all(last) as typeof rows;
      for (const { place, text } of rows) {
        const terms = indexedForm(analyze(text, { purpose: 'index' }));
        if (terms !== '') insert.run(place, terms);
      }
      last = rows.at(-1)?.id ?? last;
    } while (rows.length > 0);
  }
}
