import { basename } from 'node:path';
import type { Person, peopleRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, type Principal } from '#base';
import type { PersonRecord, Storage } from '#storage';
import type { People } from '#transcripts';
import { requireLocalUser } from './jobsApi.ts';

/**
 * People and their voices. Whoever has limited grants meets those who speak where it may read, as known from there; only
 * the local user changes people, since that changes transcripts everywhere.
 */
export function createPeopleApi({
  storage,
  people,
}: {
  storage: Storage;
  people: People;
}): Handlers<typeof peopleRpc, Principal> {
  function requirePerson(id: string, caller: Principal): PersonRecord {
    const person = people.find(id, caller);
    if (!person) throw new AppError('not_found', 'There is no such person.');
    return person;
  }

  /** @throws AppError `not_found` for a document that is not there, or is no recording */
  function contentOf(documentId: string): string {
    const document = storage.read.readDocument(documentId);
    if (!document) throw new AppError('not_found', `There is no document ${documentId}.`);
    if (document.contentHash === null || !storage.read.readTranscriptByHash(document.contentHash))
      throw new AppError('not_found', `“${basename(document.path)}” has no transcript.`);
    return document.contentHash;
  }

  async function change(id: string, caller: Principal, run: () => Promise<void>): Promise<Person> {
    requireLocalUser(caller);
    await run();
    return toPerson(requirePerson(id, caller));
  }

  return {
    'people.list': (_input, { caller }) => ({
      people: people.list(caller).map(toPerson),
      keptVoices: people.keptVoices(caller),
    }),
    async 'people.show'({ id }, { caller, signal }) {
      const person = requirePerson(id, caller);
      return {
        ...toPerson(person),
        speaksIn: people.speaksIn(id, caller),
        namedIn: await people.namedIn(person, caller, signal),
      };
    },
    'people.rename': ({ id, name }, { caller }) => change(id, caller, () => people.rename(id, name)),
    'people.setAliases': ({ id, aliases }, { caller }) =>
      change(id, caller, () => people.setAliases(id, aliases)),
    'people.merge': ({ from, into }, { caller }) => change(into, caller, () => people.merge(from, into)),
    async 'people.split'({ id, name, documentIds }, { caller }) {
      requireLocalUser(caller);
      const newId = await people.split(id, name, documentIds.map(contentOf));
      return toPerson(requirePerson(newId, caller));
    },
    async 'people.remove'({ id, forgetName = false }, { caller }) {
      requireLocalUser(caller);
      if (!people.find(id, caller)) return { removed: false };
      await people.remove(id, forgetName);
      return { removed: true };
    },
    async 'people.forgetVoices'(_input, { caller }) {
      requireLocalUser(caller);
      return { voices: await people.forgetVoices() };
    },
  };
}

function toPerson({ voiceMs, ...person }: PersonRecord): Person {
  return { ...person, voiceSeconds: voiceMs / 1000 };
}
