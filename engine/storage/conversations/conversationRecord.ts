import { citationSchema, messageSchema } from '@adiuva/contracts/rpc';
import { z } from 'zod';

/** A message as it is stored and as `chat.messages` answers it. */
export type MessageRecord = z.infer<typeof messageSchema>;

export interface ConversationRecord {
  id: string;
  title: string;
  /** Unix milliseconds. */
  updatedAt: number;
}

export interface MessageRow {
  public_id: string;
  role: string;
  text: string;
  citations: string;
  model: string | null;
  state: string;
  created_at: number;
}

const storedCitationsSchema = z.array(citationSchema);

/** A row is parsed like anything from outside; citations of a form no longer known are left out, the text stays. */
export function toMessageRecord(row: MessageRow): MessageRecord {
  return messageSchema.parse({
    id: row.public_id,
    role: row.role,
    text: row.text,
    citations: parseCitations(row.citations),
    model: row.model,
    state: row.state,
    createdAt: row.created_at,
  });
}

function parseCitations(json: string): MessageRecord['citations'] {
  try {
    return storedCitationsSchema.safeParse(JSON.parse(json)).data ?? [];
  } catch {
    return [];
  }
}
