import { decodeBytes } from '../office/codePages.ts';
import type { CompoundFile } from '../office/compoundFile.ts';
import { unpackRtf } from './compressedRtf.ts';
import { unwrapHtml } from './encapsulatedHtml.ts';
import { oneLine } from './headerText.ts';
import { parseMailDate } from './mailDate.ts';
import { type MapiProperties, mapi, propertyHeaders, readMapiProperties } from './mapiProperties.ts';
import type { MailHeaders } from './messageParts.ts';

/** A message in an Outlook file, or one within another. */
export interface OutlookMessage {
  headers: MailHeaders;
  modifiedAt: number | undefined;
  /** In the richest form that there is. */
  body: { html: string } | { text: string } | { rtf: Uint8Array } | undefined;
  attachments: OutlookAttachment[];
  isEncrypted: boolean;
  /** A signed mail as it came, headers and all, where Outlook keeps it as an attachment. */
  signedMail: Uint8Array | undefined;
}

export interface OutlookAttachment {
  name: string;
  mediaType: string;
  /** A message within: where it stands. */
  messageFolder: string | undefined;
  /** Its bytes; undefined for an object of a program, or a link. */
  read(): Uint8Array | undefined;
}

const byValue = 1;
const maxAttachments = 20_000;

/** @param folder of a message within, with a slash at its end; empty for the file's own */
export async function readOutlookMessage(file: CompoundFile, folder: string): Promise<OutlookMessage> {
  const header = folder === '' ? propertyHeaders.file : propertyHeaders.message;
  const properties = readMapiProperties(file, folder, header);
  const codePage =
    properties.number(mapi.messageCodePage) ?? properties.number(mapi.internetCodePage) ?? 1252;
  const attachments = foldersOf(file, folder, '__attach_version1.0_#')
    .slice(0, maxAttachments)
    .map((place, index) => readAttachment(file, place, index, codePage));
  const body = await readBody(properties);
  const messageClass = properties.text(mapi.messageClass) ?? '';
  const transport = properties.text(mapi.transportHeaders) ?? '';
  const isEmpty = body === undefined || 'rtf' in body;
  const isPgp =
    /multipart\/encrypted/i.test(transport) ||
    attachments.some(({ mediaType }) => mediaType === 'application/pgp-encrypted');
  const signed = /\.SMIME\.MultipartSigned$/i.test(messageClass) ? attachments[0]?.read() : undefined;
  return {
    headers: readHeaders(file, folder, properties, transport, codePage),
    modifiedAt: properties.time(mapi.modifiedAt),
    body,
    attachments,
    isEncrypted: isEmpty && (isPgp || /\.SMIME$/i.test(messageClass)),
    signedMail: signed,
  };
}

async function readBody(properties: MapiProperties): Promise<OutlookMessage['body']> {
  const bytes = properties.binary(mapi.html);
  const html = bytes
    ? decodeBytes(bytes, properties.number(mapi.internetCodePage) ?? 65001)
    : properties.text(mapi.html);
  if (html && html.trim() !== '') return { html };
  const packed = properties.binary(mapi.packedRtf);
  const rtf = packed && unpackRtf(packed);
  const wrapped = rtf && (await unwrapHtml(rtf));
  if (wrapped && wrapped.trim() !== '') return { html: wrapped };
  const text = properties.text(mapi.body);
  if (text && text.trim() !== '') return { text };
  return rtf && rtf.length > 0 ? { rtf } : undefined;
}

function readHeaders(
  file: CompoundFile,
  folder: string,
  properties: MapiProperties,
  transport: string,
  codePage: number,
): MailHeaders {
  const recipients = foldersOf(file, folder, '__recip_version1.0_#').map((place) => {
    const recipient = readMapiProperties(file, place, propertyHeaders.other, codePage);
    return {
      type: recipient.number(mapi.recipientType) ?? 1,
      person: personOf(
        recipient.text(mapi.displayName),
        recipient.text(mapi.smtpAddress),
        recipient.text(mapi.address),
      ),
    };
  });
  const people = (type: number, display: number) =>
    recipients
      .flatMap((recipient) => (recipient.type === type && recipient.person ? [recipient.person] : []))
      .join(', ') ||
    oneLine(properties.text(display) ?? '') ||
    undefined;
  const sent = parseMailDate(/^Date:[ \t]*([^\r\n]+)/im.exec(transport.slice(0, 200_000))?.[1]);
  const sentAt =
    sent ??
    properties.time(mapi.submitTime) ??
    properties.time(mapi.deliveryTime) ??
    properties.time(mapi.createdAt);
  const sender = [
    [mapi.representingName, mapi.representingSmtp, mapi.representingAddress],
    [mapi.senderName, mapi.senderSmtp, mapi.senderAddress],
  ] as const;
  const from = sender
    .map(([name, smtp, address]) =>
      personOf(properties.text(name), properties.text(smtp), properties.text(address)),
    )
    .find(Boolean);
  return {
    from,
    to: people(1, mapi.displayTo),
    cc: people(2, mapi.displayCc),
    bcc: people(3, mapi.displayBcc),
    date: sentAt === undefined ? undefined : new Date(sentAt).toUTCString(),
    subject: oneLine(properties.text(mapi.subject) ?? '') || undefined,
    sentAt,
  };
}

/** Addresses within a company's Exchange (`/O=…`) say nothing to a person. */
function personOf(...[name, ...addresses]: (string | undefined)[]): string | undefined {
  const shown = oneLine(name ?? '').replace(/^'(.*)'$/, '$1');
  const address = addresses.map((text) => oneLine(text ?? '')).find((text) => text.includes('@'));
  // Some write the address into the name.
  if (!address || shown.includes(address)) return shown || address;
  return shown === '' ? address : `${shown} <${address}>`;
}

function readAttachment(
  file: CompoundFile,
  place: string,
  index: number,
  codePage: number,
): OutlookAttachment {
  const properties = readMapiProperties(file, place, propertyHeaders.other, codePage);
  const messageFolder = `${place}__substg1.0_3701000D/`;
  const isMessage = file.has(`${messageFolder}__properties_version1.0`);
  const method = properties.number(mapi.attachMethod) ?? byValue;
  const name = oneLine(
    properties.text(mapi.attachName) ??
      properties.text(mapi.attachShortName) ??
      properties.text(mapi.displayName) ??
      '',
  );
  const extension = oneLine(properties.text(mapi.attachExtension) ?? '');
  return {
    name: name || `attachment ${index + 1}${extension}`,
    mediaType: (properties.text(mapi.attachMediaType) ?? '').toLowerCase(),
    messageFolder: isMessage ? messageFolder : undefined,
    read: () => (method === byValue || method === 0 ? properties.binary(mapi.attachData) : undefined),
  };
}

/** Folders right in a folder whose names begin so, in their order; each with a slash at its end. */
function foldersOf(file: CompoundFile, folder: string, mark: string): string[] {
  const start = `${folder}${mark}`.toLowerCase();
  const found = new Set<string>();
  for (const path of file.names) {
    if (!path.toLowerCase().startsWith(start)) continue;
    const end = path.indexOf('/', folder.length);
    if (end > 0) found.add(path.slice(0, end + 1));
  }
  return [...found].sort();
}
