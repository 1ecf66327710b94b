import { givenName, type Principal, readableKnowledgeBases, throwIfAborted, yieldToEventLoop } from '#base';
import type { NamedIn, PersonRecord, SpeaksIn } from '#storage';
import type { TranscriptsDeps } from './dependencies.ts';

/** Who speaks in recordings and is named in documents. What a caller may not read shows nobody. */
export interface People {
  list(caller: Principal): PersonRecord[];
  /** Null for somebody who is not there, or not for this caller. */
  find(id: string, caller: Principal): PersonRecord | null;
  /** Where somebody speaks, by document and speaker. */
  speaksIn(id: string, caller: Principal): SpeaksIn[];
  /** Documents in which the name, or another spelling, stands word for word. */
  namedIn(person: PersonRecord, caller: Principal, signal: AbortSignal): Promise<NamedIn[]>;
  /** @throws AppError `not_found`, `conflict`, `invalid_input`; so do the others */
  rename(id: string, name: string): Promise<void>;
  setAliases(id: string, aliases: readonly string[]): Promise<void>;
  merge(from: string, into: string): Promise<void>;
  /** What was heard in some contents goes to a new person. @returns their id */
  split(id: string, name: string, contentHashes: readonly string[]): Promise<string>;
  /** With the voice, for good. @throws AppError also `storage_locked` */
  remove(id: string, forgetName: boolean): Promise<void>;
  /** How many voices are kept, of people and of speakers without a name; 0 for whoever may not read everything. */
  keptVoices(caller: Principal): number;
  /** Every voice that is kept, for good. @returns how many @throws AppError `storage_locked` */
  forgetVoices(): Promise<number>;
}

const longestName = 200;
const mostNamedIn = 200;
const mostChunks = 5_000;
const chunksAtOnce = 200;

export function createPeople(
  deps: Pick<TranscriptsDeps, 'storage' | 'clock' | 'reindex' | 'forgetInHand'>,
): People {
  const { read, write } = deps.storage;

  async function changed<Change extends { contentHashes: string[] }>(
    change: Promise<Change>,
  ): Promise<Change> {
    const result = await change;
    if (result.contentHashes.length > 0) await deps.reindex(result.contentHashes);
    return result;
  }

  const grants = (caller: Principal) => ({ knowledgeBases: readableKnowledgeBases(caller) });

  return {
    list: (caller) => read.listPeople(grants(caller)),
    find: (id, caller) => read.listPeople(grants(caller), { id })[0] ?? null,
    speaksIn: (id, caller) => read.readSpeaksIn({ ...grants(caller), id }),
    async namedIn({ id, name, aliases }, caller, signal) {
      const found = new Map<string, NamedIn>();
      for (const each of [name, ...aliases]) {
        const chunks = read.findPhrase({ name: each, limit: mostChunks });
        for (let start = 0; start < chunks.length && found.size < mostNamedIn; start += chunksAtOnce) {
          const some = chunks.slice(start, start + chunksAtOnce);
          const documents = read.readNamedIn({ ...grants(caller), chunks: some, name: each, person: id });
          for (const document of documents) found.set(document.documentId, document);
          await yieldToEventLoop();
          throwIfAborted(signal);
        }
      }
      return [...found.values()].sort((a, b) => a.path.localeCompare(b.path)).slice(0, mostNamedIn);
    },
    async rename(id, name) {
      await changed(write.renamePerson({ id, name: personName(name), now: deps.clock.now() }));
    },
    async setAliases(id, aliases) {
      await write.setAliases({ id, aliases: aliases.map(personName) });
    },
    async merge(from, into) {
      await changed(write.mergePeople({ from, into, now: deps.clock.now() }));
    },
    async split(id, name, contentHashes) {
      const split = { id, name: personName(name), contentHashes, now: deps.clock.now() };
      return (await changed(write.splitPerson(split))).newId;
    },
    async remove(id, forgetName) {
      await changed(write.removePerson({ id, forgetName, now: deps.clock.now() }));
    },
    keptVoices: (caller) => (caller.grants === 'all' ? read.countVoices() : 0),
    async forgetVoices() {
      await deps.forgetInHand();
      return (await write.forgetVoices({})).voices;
    },
  };
}

function personName(name: string) {
  return givenName(name, 'A person', longestName);
}
