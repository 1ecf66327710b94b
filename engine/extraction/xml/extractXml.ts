import type { DocumentMetadata } from '@adiuva/contracts';
import { AppError } from '#base';
import { fileEmpty } from '../fileErrors.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readXml } from '../office/readXml.ts';
import { createOutline } from '../outline/createOutline.ts';
import { findParagraphs } from '../text/extractText.ts';
import { readText } from '../text/readText.ts';
import { createXmlReader } from './createXmlReader.ts';

/**
 * XML of any kind as an outline of its elements. What is not well-formed is read as text without its tags. Nothing
 * that a DTD declares is expanded or fetched.
 */
export async function extractXml(source: Source): Promise<Extracted> {
  const xml = readText(source, declaredEncoding(source.bytes));
  const outline = createOutline(source.name, source.limits.maxTextLength);
  const reader = createXmlReader(outline);
  const warnings: string[] = [];
  let document: FlowDocument;
  try {
    await readXml({ name: source.name, expected: 'XML', signal: source.signal }, piecesOf(xml), reader);
    document = outline.finish();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'file_malformed') throw error;
    warnings.push('This is not well-formed XML: its text is shown without its structure.');
    document = withoutTags(xml);
  }
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  const { title, author } = reader;
  const metadata: DocumentMetadata = { ...(title && { title }), ...(author && { author }) };
  return { metadata, parts: splitFlow(document), warnings };
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 300)).toString('latin1');
  return /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})/.exec(head)?.[1];
}

const pieceLength = 64 * 1024;

/** The text as UTF-8, whatever it was in and says that it is. */
function* piecesOf(xml: string): Generator<Uint8Array> {
  const start = /^\s*<\?xml[^>]{0,500}\?>/.exec(xml)?.[0].length ?? 0;
  for (let from = start; from < xml.length; ) {
    let to = Math.min(xml.length, from + pieceLength);
    const last = xml.charCodeAt(to - 1);
    if (last >= 0xd800 && last <= 0xdbff) to--;
    yield Buffer.from(xml.slice(from, to).trimStart() === '' ? ' ' : xml.slice(from, to));
    from = to;
  }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function withoutTags(xml: string): FlowDocument {
  const text = xml
    .replace(/<[^<>]*>/g, '\n')
    .replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities[entity] ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
  return { text, blocks: findParagraphs(text) };
}
