import type { FlowDocument } from '../flow/flowDocument.ts';
import { parseHtml } from '../html/dom.ts';
import { htmlBlocks } from '../html/htmlBlocks.ts';
import { calendarText } from './calendarText.ts';
import { decodeMailText } from './mailText.ts';
import { type MimeNode, rawContent } from './mimeTree.ts';
import { plainBody } from './plainBody.ts';
import { decodeTransfer } from './transferDecoding.ts';

/** What a mail holds, in the order in which it stands. */
export interface MailContents {
  texts: FlowDocument[];
  attachments: MimeNode[];
  /** What Outlook packed its own way: text and attachments in one. */
  packed: MimeNode[];
  /** Some of it can only be read with a key. */
  isEncrypted: boolean;
}

const signatureTypes = /^application\/(?:pgp-signature|pgp-keys|(?:x-)?pkcs7-signature)$/;
const envelopeTypes = /^application\/(?:x-)?pkcs7-mime$/;
const readableMessages =
  /^(?:message\/(?:delivery-status|disposition-notification|feedback-report)|text\/.*)$/;
/** A page that says so much less than the plain text beside it is a picture of it. */
const leastShare = 0.3;
/** Past this the DOM of a page takes more memory than a file may. */
const maxHtmlBytes = 24 * 1024 * 1024;

export function contentsOf(bytes: Uint8Array, root: MimeNode): MailContents {
  const contents = collect(bytes, root, true);
  const [first] = contents.attachments;
  // The only text has a name, and nobody said that it is an attachment.
  if (contents.texts.length === 0 && first && isText(first) && first.disposition.value !== 'attachment') {
    contents.attachments.shift();
    contents.texts.push(render(bytes, first));
  }
  return contents;
}

function collect(bytes: Uint8Array, node: MimeNode, isRoot = false): MailContents {
  const type = node.contentType.value;
  if (node.children.length > 0) return collectMultipart(bytes, node, type);
  const nothing: MailContents = { texts: [], attachments: [], packed: [], isEncrypted: false };
  if (signatureTypes.test(type) || type === 'message/external-body') return nothing;
  if (envelopeTypes.test(type) && !/signed|certs/.test(node.contentType.parameters['smime-type'] ?? ''))
    return { ...nothing, isEncrypted: true };
  if (type === 'text/calendar') return { ...nothing, texts: [render(bytes, node)] };
  if (isOutlookPack(node)) return { ...nothing, packed: [node] };
  // A multipart without parts is a text that says it is one, or one that lies too deep.
  if (type.startsWith('multipart/')) return isRoot ? { ...nothing, texts: [render(bytes, node)] } : nothing;
  if (!isText(node) || isAttached(node, isRoot)) return { ...nothing, attachments: [node] };
  const text = render(bytes, node);
  return isArmoured(text.text) ? { ...nothing, isEncrypted: true } : { ...nothing, texts: [text] };
}

function collectMultipart(bytes: Uint8Array, node: MimeNode, type: string): MailContents {
  if (type === 'multipart/encrypted') return { texts: [], attachments: [], packed: [], isEncrypted: true };
  if (type === 'multipart/alternative') return chooseAlternative(bytes, node);
  return merge(node.children.map((child) => collect(bytes, child)));
}

function merge(contents: readonly MailContents[]): MailContents {
  return {
    texts: contents.flatMap(({ texts }) => texts),
    attachments: contents.flatMap(({ attachments }) => attachments),
    packed: contents.flatMap(({ packed }) => packed),
    isEncrypted: contents.some(({ isEncrypted }) => isEncrypted),
  };
}

/** The last is the richest (RFC 2046), unless it says far less. An invitation adds to the text beside it. */
function chooseAlternative(bytes: Uint8Array, node: MimeNode): MailContents {
  const isCalendar = (child: MimeNode) => child.contentType.value === 'text/calendar';
  const calendars = node.children.filter(isCalendar).map((child) => collect(bytes, child));
  const others = node.children.filter((child) => !isCalendar(child)).map((child) => collect(bytes, child));
  let best: MailContents | undefined;
  let most = 0;
  for (const candidate of others) {
    const length = candidate.texts.reduce((sum, { text }) => sum + text.replace(/\s+/g, ' ').length, 0);
    if (length > 0 && length >= most * leastShare) best = candidate;
    most = Math.max(most, length);
  }
  const all = merge([...others, ...calendars]);
  return { ...all, texts: [...(best?.texts ?? []), ...calendars.flatMap(({ texts }) => texts)] };
}

function isText({ contentType: { value } }: MimeNode): boolean {
  return readableMessages.test(value) && value !== 'text/x-vcard' && value !== 'text/vcard';
}

function isAttached({ disposition, contentType }: MimeNode, isRoot: boolean): boolean {
  if (disposition.value === 'attachment') return true;
  const name = disposition.parameters.filename ?? contentType.parameters.name;
  return !isRoot && name !== undefined && name !== '';
}

function isOutlookPack({ contentType, disposition }: MimeNode): boolean {
  const name = disposition.parameters.filename ?? contentType.parameters.name;
  return contentType.value.endsWith('/ms-tnef') || name?.toLowerCase() === 'winmail.dat';
}

function isArmoured(text: string): boolean {
  return /^\s*-----BEGIN PGP MESSAGE-----/.test(text);
}

/** The content of a node, decoded to bytes. */
export function bytesOf(bytes: Uint8Array, node: MimeNode): Uint8Array {
  const encoding = Buffer.from(node.headers.get('content-transfer-encoding')?.[0] ?? []).toString('latin1');
  return decodeTransfer(rawContent(bytes, node), encoding);
}

function render(bytes: Uint8Array, node: MimeNode): FlowDocument {
  const { value, parameters } = node.contentType;
  const content = bytesOf(bytes, node);
  if (value === 'text/html' && content.length <= maxHtmlBytes) return htmlBody(content, parameters.charset);
  const text = decodeMailText(content, parameters.charset);
  if (value === 'text/calendar') {
    const event = calendarText(text);
    return { text: event, blocks: event === '' ? [] : [{ kind: 'list', start: 0, end: event.length }] };
  }
  const isMarked = value === 'text/enriched' || value === 'text/richtext' || value === 'text/html';
  return plainBody(isMarked ? withoutMarks(text) : text, {
    isFlowed: parameters.format?.toLowerCase() === 'flowed',
    deletesBlanks: parameters.delsp?.toLowerCase() === 'yes',
  });
}

function withoutMarks(text: string): string {
  return text.replace(/<[^<>]{0,1000}>/g, ' ');
}

/** A page in a mail is all content: nothing around it is left out. */
export function htmlBody(content: Uint8Array, charset: string | undefined): FlowDocument {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 8192)).toString(
    'latin1',
  );
  const declared = charset ?? /<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})/i.exec(head)?.[1];
  const html = decodeMailText(content, declared)
    // Pictures written into the page are most of its bytes and none of its text.
    .replace(/data:[\w/+.-]{0,100};base64,[\w+/=\s]{100,}/g, 'data:,');
  if (nestingOf(html) > maxNesting)
    return plainBody(withoutMarks(html), { isFlowed: false, deletesBlanks: false });
  const document = parseHtml(html);
  return htmlBlocks(document.querySelector('body') ?? document);
}

/** Each level costs the parser as much as all around it; no page goes so deep. */
const maxNesting = 3_000;
const openEnded = /^(?:br|img|hr|meta|link|input|col|p|li|td|th|tr|dd|dt|option|area|base|wbr|source)$/i;

/** How deep elements lie within each other at most, by their tags alone. */
function nestingOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][\w:-]{0,30})/gi)) {
    if (openEnded.test(tag)) continue;
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
