import type { Attachment } from '@adiuva/contracts/rpc';
import { AppError, fromWireError } from '@adiuva/wire';
import type { Connection } from '../../../client/index.ts';
import { fileName } from '../../../components/fileName.ts';
import type { AttachmentItem, Drafts } from './drafts.ts';

/** Where files go that were handed over with a question: they can be found again in the library. */
export const attachmentsBase = 'Attachments';
const mostAttachments = 50;

export interface FileAttacher {
  /** Reads files for a draft; each tells its own progress and failure there. */
  attach(draftKey: string, files: readonly File[]): void;
  retry(draftKey: string, itemKey: string): void;
  /** Takes a file out of the draft; it stays in the library where it was read already. */
  remove(draftKey: string, itemKey: string): void;
}

/** Brings dropped, pasted and picked files into the library, and their documents into drafts. */
export function createFileAttacher({ client, host }: Connection, drafts: Drafts): FileAttacher {
  const controllers = new Map<string, AbortController>();
  let count = 0;

  function change(draftKey: string, itemKey: string, update: Partial<AttachmentItem>): void {
    drafts.change(draftKey, ({ attachments }) => ({
      attachments: attachments.map((item) => (item.key === itemKey ? { ...item, ...update } : item)),
    }));
  }

  async function bring(draftKey: string, { key, file }: AttachmentItem): Promise<void> {
    if (!file) return;
    const controller = new AbortController();
    controllers.set(key, controller);
    try {
      const attachment = await read(file, controller.signal, (update) => change(draftKey, key, update));
      change(draftKey, key, { state: 'ready', attachment, fraction: null, file: null });
    } catch (error) {
      if (!controller.signal.aborted) change(draftKey, key, { state: 'failed', error, fraction: null });
    } finally {
      controllers.delete(key);
    }
  }

  async function read(
    file: File,
    signal: AbortSignal,
    tell: (update: Partial<AttachmentItem>) => void,
  ): Promise<Attachment> {
    if (host.shell === null) await checkSize(file);
    const path = await host.pathOf(file, signal);
    tell({ state: 'reading', fraction: null });
    let found: Attachment | null = null;
    let reason: unknown = null;
    await client.call(
      'library.ingest',
      { paths: [path], kb: attachmentsBase },
      {
        signal,
        onEvent: (event) => {
          if (event.type === 'progress') tell({ fraction: event.fraction ?? null });
          if (event.type !== 'documents') return;
          for (const { id, status, mediaType, error, path: read } of event.documents) {
            if (status === 'indexed' || status === 'unchanged')
              found = { documentId: id, name: fileName(read), mediaType };
            else if (error) reason = fromWireError(error);
            else if (status === 'skipped')
              reason = new AppError('file_unsupported', `${file.name} is of a type that cannot be read.`);
          }
        },
      },
    );
    if (found) return found;
    throw reason ?? new AppError('file_not_found', `${file.name} was not found where it should be.`);
  }

  async function checkSize(file: File): Promise<void> {
    const { maxUploadBytes } = await host.info();
    if (file.size > maxUploadBytes)
      throw new AppError(
        'file_too_large',
        `${file.name} is larger than this page can send. Add it in the library by its path.`,
      );
  }

  return {
    attach(draftKey, files) {
      const room = mostAttachments - drafts.get(draftKey).attachments.length;
      const items = files.slice(0, Math.max(0, room)).map((file): AttachmentItem => {
        count += 1;
        const waiting = { state: 'sending', fraction: null, attachment: null, error: null } as const;
        return { key: `file-${count}`, name: file.name, file, ...waiting };
      });
      drafts.change(draftKey, ({ attachments }) => ({ attachments: [...attachments, ...items] }));
      for (const item of items) void bring(draftKey, item);
    },
    retry(draftKey, itemKey) {
      const item = drafts.get(draftKey).attachments.find(({ key }) => key === itemKey);
      if (!item?.file) return;
      change(draftKey, itemKey, { state: 'sending', error: null, fraction: null });
      void bring(draftKey, item);
    },
    remove(draftKey, itemKey) {
      controllers.get(itemKey)?.abort();
      drafts.change(draftKey, ({ attachments }) => ({
        attachments: attachments.filter(({ key }) => key !== itemKey),
      }));
    },
  };
}
