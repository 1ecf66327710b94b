import type { OutputOf, ParsedInputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';

/** What a call was done to, for a person; null when it changed nothing. */
type Subject<Name extends keyof EngineContract> = (
  input: ParsedInputOf<EngineContract[Name]>,
  output: OutputOf<EngineContract[Name]> | undefined,
) => string | null;

export type AuditedProcedures = { readonly [Name in keyof EngineContract]: 'not logged' | Subject<Name> };

/**
 * Which procedures change the library, its settings or what the machine holds, and what names the thing they changed. A
 * new procedure does not compile until it stands here. Conversations are their own record; what a question sends elsewhere
 * is logged where it leaves.
 */
export const auditedProcedures: AuditedProcedures = {
  'audit.list': 'not logged',

  'capture.start': (_input, capture) => capture?.path ?? '',
  'capture.append': 'not logged',
  'capture.pause': 'not logged',
  'capture.resume': 'not logged',
  'capture.finish': ({ id }, capture) => capture?.path ?? id,
  'capture.discard': ({ id }) => id,
  'capture.list': 'not logged',
  'capture.follow': 'not logged',

  'chat.ask': 'not logged',
  'chat.regenerate': 'not logged',
  'chat.conversations': 'not logged',
  'chat.messages': 'not logged',
  'chat.show': 'not logged',
  'chat.rename': 'not logged',
  'chat.branch': 'not logged',
  'chat.deleteConversation': ({ conversationId }) => conversationId,
  'chat.restoreConversation': ({ conversationId }) => conversationId,
  'chat.export': 'not logged',

  'folders.watch': ({ folder }) => folder,
  'folders.list': 'not logged',
  'folders.pause': ({ folder }) => folder,
  'folders.resume': ({ folder }) => folder,
  'folders.remove': ({ folder }) => folder,
  'folders.excluded': 'not logged',
  'folders.include': ({ folder, paths }) => (paths ? several(paths) : folder),
  'folders.grace': ({ days }) => (days === undefined ? null : String(days)),
  'folders.follow': 'not logged',

  'jobs.list': 'not logged',
  'jobs.show': 'not logged',
  'jobs.retry': ({ id }, job) => job?.subject ?? id,
  'jobs.retryAll': ({ state }) => state,
  'jobs.cancel': ({ id }, job) => job?.subject ?? id,
  'jobs.pause': () => '',
  'jobs.resume': () => '',
  'jobs.follow': 'not logged',

  'library.ingest': ({ paths }) => several(paths),
  'library.list': 'not logged',
  'library.show': 'not logged',
  'library.parts': 'not logged',
  'library.remove': ({ target }) => target,
  'library.keep': ({ target }) => target,
  'library.knowledgeBases': 'not logged',
  'library.createKnowledgeBase': ({ name }) => name,
  'library.renameKnowledgeBase': ({ from, to }) => `${from} → ${to}`,
  'library.removeKnowledgeBase': ({ name }) => name,
  'library.move': ({ ids, kb }) => `${several(ids)} → ${kb}`,
  'library.similar': 'not logged',
  'library.content': 'not logged',
  'library.follow': 'not logged',

  'models.list': 'not logged',
  'models.install': ({ id }) => id,
  'models.import': ({ path, id }, model) => model?.id ?? id ?? path,
  'models.remove': ({ id }) => id,
  'models.activate': ({ id }) => id,

  'people.list': 'not logged',
  'people.show': 'not logged',
  'people.rename': ({ id, name }) => `${id} → ${name}`,
  'people.setAliases': ({ id }, person) => person?.name ?? id,
  'people.merge': ({ from }, person) => `${from} → ${person?.name ?? ''}`,
  'people.split': ({ id, name }) => `${id} → ${name}`,
  'people.remove': ({ id }) => id,
  'people.forgetVoices': () => '',

  'pictures.page': 'not logged',
  'pictures.thumbnail': 'not logged',

  'recordings.show': 'not logged',
  'recordings.segments': 'not logged',
  'recordings.editSegment': ({ documentId }) => documentId,
  'recordings.revertSegment': ({ documentId }) => documentId,
  'recordings.resolveConflict': ({ documentId }) => documentId,
  'recordings.assignSegments': (_input, recording) => recording?.path ?? '',
  'recordings.nameSpeaker': ({ name }, recording) => `${name ?? ''} → ${recording?.path ?? ''}`,
  'recordings.answerSuggestion': (_input, recording) => recording?.path ?? '',
  'recordings.mergeSpeakers': (_input, recording) => recording?.path ?? '',
  'recordings.splitSpeaker': (_input, recording) => recording?.path ?? '',
  'recordings.transcribeAgain': ({ documentId }) => documentId,
  'recordings.export': 'not logged',
  'recordings.transcribe': ({ path }) => path,
  'recordings.media': 'not logged',
  'recordings.cover': 'not logged',
  'recordings.waveform': 'not logged',

  'search.query': 'not logged',

  'settings.read': 'not logged',
  'settings.change': (changes) =>
    Object.entries(changes)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', ') || null,
  'settings.follow': 'not logged',

  'summaries.list': 'not logged',
  'summaries.create': ({ documentId }) => documentId,
  'summaries.remove': ({ documentId }) => documentId,
  'summaries.templates': 'not logged',
  'summaries.saveTemplate': ({ name }) => name,
  'summaries.removeTemplate': ({ id }) => id,

  'system.status': 'not logged',
  'system.doctor': 'not logged',
  'system.backup': ({ file }) => file,
  'system.providers': 'not logged',
  'system.setProvider': ({ provider }) => provider.name,
  'system.removeProvider': ({ name }) => name,
  'system.setDefaultModel': ({ model }) => model ?? '',
  'system.ocr': 'not logged',
  'system.setOcrLanguages': ({ languages }) => languages.join(', '),
  'system.testProvider': 'not logged',
  'system.providerModels': 'not logged',
  'system.restore': ({ file }) => file,
  'system.hardware': 'not logged',

  'tags.list': 'not logged',
  'tags.add': ({ targets, tags }) => `${tags.join(', ')} → ${several(targets)}`,
  'tags.remove': ({ targets, tags }) => `${tags.join(', ')} → ${several(targets)}`,
  'tags.rename': ({ from, to }) => `${from} → ${to}`,
};

function several([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} (+${others.length})`;
}
