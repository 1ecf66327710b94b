import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { listAudit } from './audit/index.ts';
import {
  hasDeletedBefore,
  listConversations,
  readBranch,
  readConversation,
  readMessages,
} from './conversations/index.ts';
import {
  countDocumentsUnder,
  excludedAmong,
  listExcluded,
  listWatchedFolders,
  namedAmong,
} from './folders/index.ts';
import {
  countDocuments,
  countListed,
  findCopies,
  findDocumentsOfContent,
  findKnowledgeBase,
  findMemberPart,
  findModelKey,
  hasKnowledgeBase,
  isClearing,
  knownContent,
  listDocuments,
  listDocumentsUnder,
  listKnowledgeBases,
  listRowIds,
  listToIndex,
  pathsTaken,
  readChunks,
  readDocument,
  readDocumentsBetween,
  readDocumentsByIdentity,
  readDocumentsByPath,
  readListed,
  readParts,
  readPlaces,
  readTextsWithoutVector,
  readTotals,
  readTwins,
} from './library/index.ts';
import { countJobs, findActiveJobs, hasRunningJob, listJobs, nextJobDue, readJob } from './queue/index.ts';
import {
  countSegments,
  countVoices,
  findPhrase,
  listPeople,
  readKnownVoices,
  readNamedIn,
  readSegment,
  readSegments,
  readSpeaksIn,
  readTranscript,
  readTranscriptByHash,
  readVoices,
  readWaveform,
} from './recordings/index.ts';
import { isKnownType } from './search/index.ts';
import { readSetting } from './settings/index.ts';
import { listSummaries } from './summaries/index.ts';
import { hasTag, listTags, readTagsOf } from './tags/index.ts';
import { missingVectors } from './vectors/index.ts';

const queries = {
  listSummaries,
  listAudit,
  countDocuments,
  countListed,
  listRowIds,
  findCopies,
  findDocumentsOfContent,
  listToIndex,
  readListed,
  findKnowledgeBase,
  hasTag,
  isKnownType,
  listTags,
  readTagsOf,
  findMemberPart,
  findModelKey,
  hasKnowledgeBase,
  isClearing,
  knownContent,
  listDocuments,
  listDocumentsUnder,
  listKnowledgeBases,
  readChunks,
  readTextsWithoutVector,
  readDocument,
  readTwins,
  readDocumentsByPath,
  readDocumentsBetween,
  readDocumentsByIdentity,
  pathsTaken,
  readParts,
  readPlaces,
  readTotals,
  countJobs,
  findActiveJobs,
  hasRunningJob,
  listJobs,
  nextJobDue,
  readJob,
  readSetting,
  excludedAmong,
  listExcluded,
  listWatchedFolders,
  countDocumentsUnder,
  namedAmong,
  listConversations,
  hasDeletedBefore,
  readConversation,
  readBranch,
  readMessages,
  missingVectors,
  readTranscriptByHash,
  readTranscript,
  readSegments,
  countSegments,
  readSegment,
  readWaveform,
  readVoices,
  countVoices,
  readKnownVoices,
  listPeople,
  readSpeaksIn,
  findPhrase,
  readNamedIn,
};

type Queries = typeof queries;
type Bound<Query> = Query extends (db: SqliteDatabase, ...args: infer Args) => infer Result
  ? (...args: Args) => Result
  : never;

export type StorageReader = { readonly [Name in keyof Queries]: Bound<Queries[Name]> };

/** Every query over one read-only connection. */
export function createReader(db: SqliteDatabase): StorageReader {
  const bound = Object.entries(queries).map(([name, query]) => [
    name,
    (query as (db: SqliteDatabase, ...args: unknown[]) => unknown).bind(null, db),
  ]);
  return Object.fromEntries(bound) as StorageReader;
}
