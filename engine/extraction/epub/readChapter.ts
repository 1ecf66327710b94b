import { decodeText } from '../encoding/decodeText.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import type { Source } from '../format.ts';
import { declaredCharset } from '../html/declaredCharset.ts';
import { parseHtml } from '../html/dom.ts';
import { htmlBlocks } from '../html/htmlBlocks.ts';
import { isHuge, readableHtml } from '../html/readableHtml.ts';
import { streamHtml } from '../html/streamHtml.ts';
import { resolveEntry } from './resolveEntry.ts';

export interface Chapter {
  document: FlowDocument;
  /** Entries of the pictures on it. */
  pictures: string[];
}

/** Undefined for what is no text. Nothing that a chapter points at is read. */
export async function readChapter(
  bytes: Uint8Array,
  entry: string,
  source: Source,
): Promise<Chapter | undefined> {
  const decoded = decodeText(bytes, declaredCharset(bytes));
  if (!decoded) return undefined;
  const html = readableHtml(decoded.text.replace(/^\s*<\?xml[^>]{0,500}>/, ''));
  if (isHuge(html))
    return { document: await streamHtml(html, { ...source, onProgress: () => undefined }), pictures: [] };
  const dom = parseHtml(html);
  const root = dom.querySelector('body') ?? dom.documentElement;
  if (!root) return undefined;
  const pictures = Array.from(root.querySelectorAll('img, image')).flatMap((picture) => {
    const target =
      picture.getAttribute('src') ?? picture.getAttribute('xlink:href') ?? picture.getAttribute('href');
    return resolveEntry(entry, target ?? '') ?? [];
  });
  return { document: htmlBlocks(root), pictures };
}
