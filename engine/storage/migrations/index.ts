import { initial } from './0001Initial.ts';
import { searchTables } from './0002SearchTables.ts';
import { conversationOwner } from './0003ConversationOwner.ts';
import { counts } from './0004Counts.ts';
import { members } from './0005Members.ts';
import { tagsAndTypes } from './0006TagsAndTypes.ts';
import { folders } from './0007Folders.ts';

/** Append-only: the place in the list is the version of the schema it leads to. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: '0001Initial', sql: initial },
  { name: '0002SearchTables', sql: searchTables },
  { name: '0003ConversationOwner', sql: conversationOwner },
  { name: '0004Counts', sql: counts },
  { name: '0005Members', sql: members },
  { name: '0006TagsAndTypes', sql: tagsAndTypes },
  { name: '0007Folders', sql: folders },
];
