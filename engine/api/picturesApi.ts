import type { picturesRpc } from '@adiuva/contracts/rpc';
import type { PicturePlace } from '@adiuva/contracts/workers';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, type Principal } from '#base';
import type { PageImages } from '#pageImages';
import type { DocumentRecord, Storage } from '#storage';

/** Pixels of the longer side. */
const thumbnailSize = 320;
const pageSize = 1600;

interface Place {
  id: string;
  part?: number | undefined;
  page?: number | undefined;
  within?: PicturePlace['within'];
}

/** What documents look like. A caller sees what its grants say; for the rest a document does not exist. */
export function createPicturesApi(deps: {
  storage: Storage;
  pageImages: PageImages;
  /** What a recording looks like; null where it has no looks. */
  cover(document: DocumentRecord, maxSize: number, signal: AbortSignal): Promise<Uint8Array | null>;
}): Handlers<typeof picturesRpc, Principal> {
  const { storage, pageImages } = deps;

  async function get(wanted: Place, maxSize: number, caller: Principal, signal: AbortSignal) {
    const document = storage.read.readDocument(wanted.id);
    if (!document || !mayRead(caller, document.kb) || document.contentHash === null)
      throw new AppError('not_found', `There is no document ${wanted.id}.`);
    if (/^(?:audio|video)\//.test(document.mediaType ?? '')) return coverOf(document, maxSize, signal);
    const { path, contentHash, size, mtimeMs, rowId } = document;
    const place = wanted.part === undefined ? wanted : placeOfPart(rowId, wanted.part);
    const { within, page } = place;
    const bytes = await pageImages.get(
      {
        path,
        contentHash,
        size,
        mtimeMs,
        place: { ...(within && within.length > 0 && { within }), ...(page !== undefined && { page }) },
        maxSize,
      },
      signal,
    );
    return { mediaType: 'image/webp' as const, data: Buffer.from(bytes).toString('base64') };
  }

  async function coverOf(document: DocumentRecord, maxSize: number, signal: AbortSignal) {
    const bytes = await deps.cover(document, maxSize, signal);
    if (!bytes) throw new AppError('file_unsupported', `${document.path} has neither a cover nor pictures.`);
    return { mediaType: 'image/webp' as const, data: Buffer.from(bytes).toString('base64') };
  }

  function placeOfPart(rowId: number, ordinal: number): Pick<Place, 'page' | 'within'> {
    const locator = storage.read.readParts(rowId, ordinal)[0]?.locator;
    if (!locator) throw new AppError('not_found', `The document has no part ${ordinal}.`);
    return { within: locator.within, page: locator.kind === 'page' ? locator.page : undefined };
  }

  return {
    'pictures.page': ({ maxSize, ...wanted }, { caller, signal }) =>
      get(wanted, maxSize ?? pageSize, caller, signal),
    'pictures.thumbnail': (wanted, { caller, signal }) => get(wanted, thumbnailSize, caller, signal),
  };
}
