import type { libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, type Principal, readableKnowledgeBases } from '#base';
import { createSourceReader } from '#pipelines';
import type { Storage } from '#storage';

/** Bytes of one answer: a port of text carries a third more. */
const mostBytes = 1024 * 1024;
const tellEveryMs = 500;
/** While much changes, a list may lag behind by a second: who asks after this sees the end of it. */
const tellOnceMoreMs = 1200;

/** Files of documents as they are, and when the library changes. A caller sees what its grants say. */
export function createContentApi({
  storage,
}: {
  storage: Storage;
}): Pick<Handlers<typeof libraryRpc, Principal>, 'library.content' | 'library.follow'> {
  const sources = createSourceReader();

  return {
    async 'library.content'({ id, start, end }, { caller, signal }) {
      const document = storage.read.readDocument(id);
      if (!document || !mayRead(caller, document.kb))
        throw new AppError('not_found', `There is no document ${id}.`);
      if (end <= start || end - start > mostBytes) {
        throw new AppError(
          'invalid_input',
          `Bytes ${start} to ${end} cannot be had: ask for 1 to ${mostBytes} at once.`,
        );
      }
      const { size, bytes } = await sources.read(document, { start, end }, signal);
      return { size, mediaType: document.mediaType, data: bytes.toString('base64') };
    },
    'library.follow': (_input, { caller, signal, emit }) =>
      new Promise((_resolve, reject) => {
        let timer: NodeJS.Timeout | undefined;
        let last: NodeJS.Timeout | undefined;
        let toldAt = 0;
        const tell = () => {
          timer = undefined;
          toldAt = performance.now();
          const knowledgeBases = readableKnowledgeBases(caller);
          emit({ documents: storage.read.countDocuments({ knowledgeBases, filters: {} }) });
        };
        const tellLater = () => {
          try {
            tell();
          } catch (error) {
            end(error);
          }
        };
        const stop = storage.onIndexChange(() => {
          timer ??= setTimeout(tellLater, Math.max(0, toldAt + tellEveryMs - performance.now()));
          clearTimeout(last);
          last = setTimeout(tellLater, tellOnceMoreMs);
        });
        const end = (reason: unknown) => {
          stop();
          clearTimeout(timer);
          clearTimeout(last);
          reject(reason);
        };
        const onAbort = () => end(new AppError('cancelled', 'Stopped.'));
        tellLater();
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
