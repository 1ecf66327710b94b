import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { initial } from './0001Initial.ts';
import { searchTables } from './0002SearchTables.ts';
import { conversationOwner } from './0003ConversationOwner.ts';
import { counts } from './0004Counts.ts';
import { members } from './0005Members.ts';
import { tagsAndTypes } from './0006TagsAndTypes.ts';
import { folders } from './0007Folders.ts';
import { conversationTree, indexConversations } from './0008ConversationTree.ts';
import { activityAndAudit } from './0009ActivityAndAudit.ts';
import { library, numberKnowledgeBases } from './0010Library.ts';
import { recordings } from './0011Recordings.ts';

import { summaries } from './0012Summaries.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** What SQL alone cannot do; runs after it, in the same transaction. */
  readonly fill?: (db: SqliteDatabase) => void;
}

/** Append-only: the place in the list is the version of the schema it leads to. */
export const migrations: readonly Migration[] = [
  { name: '0001Initial', sql: initial },
  { name: '0002SearchTables', sql: searchTables },
  { name: '0003ConversationOwner', sql: conversationOwner },
  { name: '0004Counts', sql: counts },
  { name: '0005Members', sql: members },
  { name: '0006TagsAndTypes', sql: tagsAndTypes },
  { name: '0007Folders', sql: folders },
  { name: '0008ConversationTree', sql: conversationTree, fill: indexConversations },
  { name: '0009ActivityAndAudit', sql: activityAndAudit },
  { name: '0010Library', sql: library, fill: numberKnowledgeBases },
  { name: '0011Recordings', sql: recordings },
  { name: '0012Summaries', sql: summaries },
];
