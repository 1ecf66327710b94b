import type { DocumentMetadata } from '@adiuva/contracts';
import { cleanText } from '../encoding/cleanText.ts';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, fileWithoutText, textTooLong } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { type DomDocument, parseHtml } from './dom.ts';
import { mainContent } from './mainContent.ts';

/** A web page: its main content as headings, paragraphs, lists and tables. Scripts never run. */
export async function extractHtml(source: Source): Promise<Extracted> {
  const decoded = decodeText(source.bytes, declaredCharset(source.bytes));
  if (!decoded) throw fileUnsupported(source.name, 'application/octet-stream');
  const html = withoutHeavyData(decoded.text);
  const content = mainContent(html);
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

/** What the page says about itself in its first kilobytes, as a browser would look for it. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 8192)).toString('latin1');
  return (
    /<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})/i.exec(head)?.[1]
  );
}

/** Pictures written into the page are most of its bytes and none of its text. */
function withoutHeavyData(html: string): string {
  return html.replace(/data:[\w/+.-]{0,100};base64,[\w+/=\s]{100,}/g, 'data:,');
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
