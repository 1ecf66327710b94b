import type { DocumentMetadata } from '@adiuva/contracts';
import { strFromU8 } from 'fflate';
import mammoth from 'mammoth';
import { throwIfAborted } from '#base';
import { fileEmpty, fileWithoutText, textTooLong } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { parseHtml } from '../html/dom.ts';
import { htmlBlocks } from '../html/htmlBlocks.ts';
import { openPackage, packWithoutMedia } from '../office/openPackage.ts';

/** Word's own styles that mammoth leaves as plain paragraphs. */
const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote:fresh",
  "p[style-name='Intense Quote'] => blockquote:fresh",
  "p[style-name='caption'] => figcaption:fresh",
  "p[style-name='Caption'] => figcaption:fresh",
];

/** A Word document by way of HTML: headings by style, lists with their markers, tables as Markdown. */
export async function extractDocx(source: Source): Promise<Extracted> {
  const files = openPackage(source.name, source.bytes);
  const { value: html } = await mammoth.convertToHtml(
    { buffer: packWithoutMedia(files) },
    {
      styleMap,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  throwIfAborted(source.signal);
  const root = parseHtml(html).querySelector('body');
  const content = root ? htmlBlocks(root) : { text: '', blocks: [] };
  if (content.text.trim() === '')
    throw html.includes('<img') ? fileWithoutText(source.name) : fileEmpty(source.name);
  if (content.text.length > source.limits.maxTextLength) {
    throw textTooLong(source.name, source.limits.maxTextLength);
  }
  source.onProgress(1, 1);
  const properties = files.get('docProps/core.xml');
  return {
    metadata: properties ? readCoreProperties(strFromU8(properties)) : {},
    parts: splitFlow(content),
    warnings: [],
  };
}

function readCoreProperties(xml: string): DocumentMetadata {
  const value = (element: string) => {
    const content = new RegExp(`<${element}(?:\\s[^>]*)?>([^<]{0,2000})</${element}>`).exec(xml)?.[1];
    return content === undefined ? '' : decodeEntities(content).replace(/\s+/g, ' ').trim();
  };
  const time = (element: string) => {
    const parsed = Date.parse(value(element));
    return Number.isNaN(parsed) ? undefined : parsed;
  };
  const title = value('dc:title');
  const author = value('dc:creator');
  const createdAt = time('dcterms:created');
  const modifiedAt = time('dcterms:modified');
  return {
    ...(title && { title }),
    ...(author && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
}

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, named) => {
      if (named) return namedEntities[String(named).toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
    },
  );
}
