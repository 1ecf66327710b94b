import type { DocumentMetadata, Part } from '@adiuva/contracts';
import { drawPicture } from '@adiuva/native/images';
import { AppError } from '#base';
import type { Drawable } from '../drawable.ts';
import { cleanText } from '../encoding/cleanText.ts';
import { fileBomb, fileMalformed } from '../fileErrors.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readXml } from '../office/readXml.ts';
import { maxPixels, requireDrawableSize } from './pictureSize.ts';
import { createSvgReader, type SvgContent } from './readSvg.ts';

/** A drawing's own words where it has any; else it waits for text recognition, its letters being shapes. */
export async function extractSvg(source: Source): Promise<Extracted> {
  const content = await read(source);
  const { title, description, width, height } = content;
  const metadata: DocumentMetadata = {
    ...(title && { title }),
    ...(width && height && { width, height }),
    ...(description && { properties: { description } }),
  };
  const parts = splitFlow(documentOf(content)).map(asPicture);
  if (parts.length > 0) return { metadata, parts, warnings: [] };
  const locator = { kind: 'region' as const, part: 0, start: 0, end: 0, boxes: [] };
  return {
    metadata,
    parts: [{ kind: 'picture', text: '', locator, blocks: [], awaitsOcr: true }],
    warnings: [],
  };
}

/** Drawn by librsvg, which looks at nothing outside the file and runs no scripts. */
export async function openSvg(source: Source): Promise<Drawable> {
  const { width = 100, height = 100, isLaborious } = await read(source);
  if (isLaborious)
    throw fileBomb(source.name, 'drawing it would take more shapes and effects than any drawing needs');
  return {
    pageCount: 1,
    async draw(page, options) {
      if (page !== 1) throw new AppError('not_found', `“${source.name}” has no page ${page}.`);
      // 72 dots to the inch draw it in its own size; it is drawn anew in the size that is wanted, not enlarged.
      const density = Math.min(2_400, Math.max(10, (72 * options.maxSize) / Math.max(width, height)));
      try {
        return await drawPicture(source.bytes, { ...options, density, maxPixels });
      } catch (error) {
        throw fileMalformed(source.name, 'an SVG drawing that can be drawn', error);
      }
    },
  };
}

async function read({ name, bytes, signal }: Source): Promise<SvgContent> {
  const reader = createSvgReader();
  await readXml({ name, expected: 'an SVG drawing', signal }, piecesOf(bytes), reader);
  const content = reader.finish();
  const { width = 1, height = 1 } = content;
  requireDrawableSize(name, { width, height }, bytes.length);
  return content;
}

const pieceBytes = 256 * 1024;

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

function documentOf({ texts }: SvgContent): FlowDocument {
  const blocks: FlowBlock[] = [];
  let length = 0;
  const pieces = texts.map(cleanText).filter((text) => text.trim() !== '');
  for (const piece of pieces) {
    const start = length === 0 ? 0 : length + 1;
    length = start + piece.length;
    blocks.push({ kind: 'paragraph', start, end: length });
  }
  return { text: pieces.join('\n'), blocks };
}

function asPicture({ text, blocks, locator: { part, start, end } }: Part): Part {
  return { kind: 'picture', text, blocks, locator: { kind: 'region', part, start, end, boxes: [] } };
}
