import type { DocumentMetadata, Part } from '@adiuva/contracts';
import type { Extracted, Source } from '../format.ts';
import { readPictureHeader } from './openPicture.ts';
import { readPictureMetadata } from './pictureMetadata.ts';

/** A picture as a part that waits for text recognition; a stack of scanned pages as a part a page. */
export async function extractPicture(source: Source): Promise<Extracted> {
  const { width, height, pageCount, exif, comments } = await readPictureHeader(source);
  const metadata: DocumentMetadata = {
    width,
    height,
    ...(pageCount > 1 && { pageCount }),
    ...readPictureMetadata(exif, comments),
  };
  const parts = Array.from({ length: pageCount }, (_, index) => picturePart(index, pageCount));
  return { metadata, parts, warnings: [] };
}

function picturePart(index: number, pageCount: number): Part {
  const place = { part: index, start: 0, end: 0, boxes: [] };
  return {
    kind: pageCount > 1 ? 'page' : 'picture',
    text: '',
    locator: pageCount > 1 ? { kind: 'page', page: index + 1, ...place } : { kind: 'region', ...place },
    blocks: [],
    awaitsOcr: true,
  };
}
