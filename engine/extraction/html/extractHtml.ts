import type { DocumentMetadata } from '@adiuva/contracts';
import { cleanText } from '../encoding/cleanText.ts';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, fileWithoutText, textTooLong } from '../fileErrors.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { declaredCharset } from './declaredCharset.ts';
import { type DomDocument, parseHtml } from './dom.ts';
import { mainContent } from './mainContent.ts';
import { isHuge, readableHtml } from './readableHtml.ts';
import { streamHtml } from './streamHtml.ts';

/** A web page: its main content as headings, paragraphs, lists and tables. Scripts never run. */
export async function extractHtml(source: Source): Promise<Extracted> {
  const decoded = decodeText(source.bytes, declaredCharset(source.bytes));
  if (!decoded) throw fileUnsupported(source.name, 'application/octet-stream');
  const html = readableHtml(decoded.text);
  const content: FlowDocument & { byline?: string | undefined } = isHuge(html)
    ? await streamHtml(html, source)
    : mainContent(html);
  if (content.text.trim() === '') {
    throw /<(?:img|svg|canvas|video)\b/i.test(html) ? fileWithoutText(source.name) : fileEmpty(source.name);
  }
  if (content.text.length > source.limits.maxTextLength) {
    throw textTooLong(source.name, source.limits.maxTextLength);
  }
  const metadata = readMetadata(headOf(html));
  if (!metadata.author && content.byline) metadata.author = oneLine(content.byline);
  if (!metadata.title) {
    const title = content.blocks.find((block) => block.kind === 'heading' && block.level === 1)?.title;
    if (title) metadata.title = title;
  }
  source.onProgress(1, 1);
  return { metadata, parts: splitFlow(content), warnings: [] };
}

/** Metadata stands before the body; parsing that again is cheap, parsing a report again is not. */
function headOf(html: string): DomDocument {
  const end = html.slice(0, 1_000_000).search(/<body[\s>]/i);
  return parseHtml(`${html.slice(0, end >= 0 ? end : 100_000)}<body></body></html>`);
}

function readMetadata(document: DomDocument): DocumentMetadata {
  const meta = (...names: string[]) => {
    for (const name of names) {
      const found = document.querySelector(`meta[name="${name}" i], meta[property="${name}" i]`);
      const content = oneLine(found?.getAttribute('content') ?? '');
      if (content) return content;
    }
    return undefined;
  };
  const title = oneLine(document.querySelector('title')?.textContent ?? '') || meta('og:title', 'dc.title');
  const author = meta('author', 'dc.creator', 'article:author');
  const createdAt = timeOf(meta('article:published_time', 'date', 'dc.date', 'dcterms.created'));
  const modifiedAt = timeOf(meta('article:modified_time', 'last-modified', 'dcterms.modified'));
  return {
    ...(title && { title }),
    ...(author && !/^https?:/.test(author) && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
}

function timeOf(value: string | undefined): number | undefined {
  if (!value || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
