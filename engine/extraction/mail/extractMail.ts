import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, mailEncrypted, memberTooLarge, textTooLong } from '../fileErrors.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import type { Extracted, MemberFile, Source } from '../format.ts';
import { attachmentName } from './attachmentName.ts';
import { decodeHeader } from './headerText.ts';
import { bytesOf, contentsOf, htmlBody } from './mailBody.ts';
import { parseMailDate } from './mailDate.ts';
import { joinFlows, type MailHeaders, mailMetadata, messageParts } from './messageParts.ts';
import { type MimeHeaders, type MimeNode, parseMime } from './mimeTree.ts';
import { plainBody } from './plainBody.ts';
import { isTnef, readTnef, type TnefAttachment } from './tnef.ts';

/** A mail: its headers, its text in the richest form it has, and its attachments as files of their own. */
export async function extractMail(source: Source): Promise<Extracted> {
  const { name, limits } = source;
  const bytes = asBytewise(source.bytes);
  const root = parseMime(name, bytes);
  const headers = readMailHeaders(root.headers);
  const { texts, attachments, packed, isEncrypted } = contentsOf(bytes, root);
  const unpacked = await unpackAll(bytes, packed);
  const body = joinFlows(texts.length > 0 ? texts : unpacked.texts);
  if (body.text.length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
  const isBare = body.text === '' && attachments.length === 0 && unpacked.attachments.length === 0;
  if (isBare && isEncrypted) throw mailEncrypted(name);
  const parts = messageParts(headers, body);
  if (isBare && parts.length === 0) throw fileEmpty(name);
  return {
    metadata: mailMetadata(headers),
    parts,
    warnings: isEncrypted ? ['A part of the message is encrypted and was left out.'] : [],
    members: attachmentsOf(bytes, attachments, unpacked.attachments),
  };
}

/** Saved as UTF-16 by programs that take it for a text; everything else is read by bytes. */
function asBytewise(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, 64);
  if (!head.includes(0) && head[0] !== 0xff && head[0] !== 0xfe) return bytes;
  const decoded = decodeText(bytes);
  return decoded && /^utf-(?:16|32)/.test(decoded.encoding) ? Buffer.from(decoded.text) : bytes;
}

/** What stands in the `winmail.dat` of a mail. */
async function unpackAll(
  bytes: Uint8Array,
  nodes: readonly MimeNode[],
): Promise<{ texts: FlowDocument[]; attachments: TnefAttachment[] }> {
  const texts: FlowDocument[] = [];
  const attachments: TnefAttachment[] = [];
  for (const node of nodes) {
    const packed = bytesOf(bytes, node);
    if (!isTnef(packed)) continue;
    const contents = await readTnef(packed);
    if (contents.html) texts.push(htmlBody(Buffer.from(contents.html), 'utf-8'));
    else if (contents.text) texts.push(plainBody(contents.text, { isFlowed: false, deletesBlanks: false }));
    attachments.push(...contents.attachments);
  }
  return { texts, attachments };
}

async function* attachmentsOf(
  bytes: Uint8Array,
  nodes: readonly MimeNode[],
  unpacked: readonly TnefAttachment[],
): AsyncGenerator<MemberFile> {
  for (const [index, { name, content }] of unpacked.entries()) {
    // A message within is such a pack again, and only a mail's reader opens those.
    const isPack = isTnef(content);
    const shown = name || `attachment ${index + 1}`;
    yield {
      kind: 'attachment',
      name: isPack ? `${shown.replaceAll(/[/\\]/g, '-')}.eml` : shown,
      async open(maxBytes) {
        const opened = isPack ? wrapPack(shown, content) : content;
        if (opened.length > maxBytes) throw memberTooLarge(shown, maxBytes);
        return opened;
      },
    };
  }
  for (const [index, node] of nodes.entries()) {
    const name = attachmentName(bytes, node, index);
    yield {
      kind: 'attachment',
      name,
      async open(maxBytes) {
        // Encoded, three bytes are four and a line break.
        if ((node.end - node.start) * 0.7 > maxBytes) throw memberTooLarge(name, maxBytes);
        const content = bytesOf(bytes, node);
        if (content.length > maxBytes) throw memberTooLarge(name, maxBytes);
        return content;
      },
    };
  }
}

function wrapPack(subject: string, content: Uint8Array): Uint8Array {
  const head = `Subject: ${subject.replaceAll(/[\r\n]/g, ' ')}\r\nMIME-Version: 1.0\r\nContent-Type: application/ms-tnef\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content]);
}

/** The headers that say who wrote what to whom, and when. */
export function readMailHeaders(headers: MimeHeaders): MailHeaders {
  const read = (name: string) => headers.get(name)?.map(decodeHeader).filter(Boolean).join(', ') || undefined;
  const first = (name: string) => decodeHeader(headers.get(name)?.[0] ?? new Uint8Array()) || undefined;
  const date = first('date');
  // The date that the last server put on it, after the semicolon.
  const received = first('received')?.split(';').at(-1);
  return {
    from: read('from') ?? read('sender'),
    to: read('to'),
    cc: read('cc'),
    bcc: read('bcc'),
    date,
    subject: first('subject'),
    sentAt: parseMailDate(date) ?? parseMailDate(received),
  };
}
