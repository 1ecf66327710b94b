import { wireErrorSchema } from '@adiuva/contracts';
import { askScopeSchema, attachmentSchema, citationSchema, messageSchema } from '@adiuva/contracts/rpc';
import { z } from 'zod';

/** A message as it is stored; the same as `chat.messages` answers but for those from before sentences were judged. */
export type MessageRecord = Omit<z.infer<typeof messageSchema>, 'unsupported'> & {
  /** Null: never judged. */
  unsupported: [start: number, end: number][] | null;
};

/** Of a conversation as a list shows it. */
export interface ConversationRecord {
  id: string;
  title: string;
  /** Unix milliseconds. */
  updatedAt: number;
  /** Of all branches. */
  messages: number;
}

export interface MessageRow {
  public_id: string;
  /** The parent's public id. */
  parent: string | null;
  ordinal: number;
  role: string;
  text: string;
  citations: string;
  model: string | null;
  kind: string | null;
  grounded: number;
  dropped: number;
  unsupported: string | null;
  scope: string | null;
  attachments: string;
  state: string;
  error: string | null;
  created_at: number;
}

/** `m` is the message, `p` its parent. */
export const messageColumns = `m.public_id, p.public_id AS parent, m.ordinal, m.role, m.text, m.citations, m.model,
  m.kind, m.grounded, m.dropped, m.unsupported, m.scope, m.attachments, m.state, m.error, m.created_at`;

const storedMessageSchema = messageSchema.omit({
  citations: true,
  unsupported: true,
  scope: true,
  attachments: true,
  error: true,
});
const citationsSchema = z.array(citationSchema);
const attachmentsSchema = z.array(attachmentSchema);
const unsupportedSchema = messageSchema.shape.unsupported;

/** A row is parsed like anything from outside; parts of a form no longer known are left out, the text stays. */
export function toMessageRecord(row: MessageRow): MessageRecord {
  const error = parseJson(row.error, wireErrorSchema);
  return {
    ...storedMessageSchema.parse({
      id: row.public_id,
      parentId: row.parent,
      role: row.role,
      text: row.text,
      model: row.model,
      kind: row.kind,
      grounded: row.grounded === 1,
      droppedCitations: row.dropped,
      state: row.state,
      createdAt: row.created_at,
    }),
    citations: parseJson(row.citations, citationsSchema) ?? [],
    unsupported: parseJson(row.unsupported, unsupportedSchema),
    scope: parseJson(row.scope, askScopeSchema),
    attachments: parseJson(row.attachments, attachmentsSchema) ?? [],
    ...(error && { error }),
  };
}

function parseJson<T>(json: string | null, schema: z.ZodType<T>): T | null {
  if (json === null) return null;
  try {
    return schema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

/** What this owner may see of a conversation; null where there is none, it was deleted, or it is another's. */
export const findConversation =
  'SELECT id FROM conversations WHERE public_id = ? AND owner = ? AND deleted_at IS NULL';
