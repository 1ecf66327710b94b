import { cleanText } from '../encoding/cleanText.ts';
import {
  fileEmpty,
  fileMalformed,
  fileUnsupported,
  mailEncrypted,
  memberTooLarge,
  textTooLong,
} from '../fileErrors.ts';
import type { FlowDocument } from '../flow/flowDocument.ts';
import type { Extracted, MemberFile, Source } from '../format.ts';
import { type CompoundFile, openCompoundFile } from '../office/compoundFile.ts';
import { extractRtf } from '../rtf/extractRtf.ts';
import { extractMail } from './extractMail.ts';
import { htmlBody } from './mailBody.ts';
import { joinFlows, mailMetadata, messageParts } from './messageParts.ts';
import { type OutlookAttachment, type OutlookMessage, readOutlookMessage } from './outlookMessage.ts';
import { plainBody } from './plainBody.ts';
import { writeMail } from './writeMail.ts';

/** A message as Outlook saves it; messages within it become mails of their own. */
export async function extractMsg(source: Source): Promise<Extracted> {
  const { name, limits } = source;
  const file = openCompoundFile(source.bytes);
  if (!file.has('__properties_version1.0')) throw fileMalformed(name, 'an Outlook message');
  const message = await readOutlookMessage(file, '');
  if (message.isEncrypted) throw mailEncrypted(name);
  const metadata = {
    ...mailMetadata(message.headers),
    ...(message.modifiedAt !== undefined && { modifiedAt: message.modifiedAt }),
  };
  if (message.signedMail) {
    const signed = await extractMail({ ...source, bytes: message.signedMail });
    const headers = messageParts(message.headers, { text: '', blocks: [] });
    const bodies = signed.parts.filter(
      ({ locator }) => locator.kind === 'message' && locator.section === 'body',
    );
    return { ...signed, metadata: { ...signed.metadata, ...metadata }, parts: [...headers, ...bodies] };
  }
  const body = await renderBody(message, source);
  if (body.text.length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
  const parts = messageParts(message.headers, body);
  if (parts.length === 0 && message.attachments.length === 0) throw fileEmpty(name);
  return {
    metadata,
    parts,
    warnings: [],
    ...(message.attachments.length > 0 && { members: attachmentsOf(file, message.attachments) }),
  };
}

async function renderBody({ body }: OutlookMessage, source: Source): Promise<FlowDocument> {
  if (!body) return { text: '', blocks: [] };
  if ('html' in body) return htmlBody(Buffer.from(cleanText(body.html)), 'utf-8');
  if ('text' in body) return plainBody(body.text, { isFlowed: false, deletesBlanks: false });
  const { parts } = await extractRtf({ ...source, bytes: body.rtf }).catch(() => ({ parts: [] }));
  return joinFlows(parts.map(({ text, blocks }) => ({ text, blocks })));
}

async function* attachmentsOf(
  file: CompoundFile,
  attachments: readonly OutlookAttachment[],
): AsyncGenerator<MemberFile> {
  for (const { name, messageFolder, mediaType, read } of attachments) {
    const isSignature = /^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/.test(mediaType);
    if (isSignature) continue;
    if (messageFolder !== undefined) {
      const mailName = /\.eml$/i.test(name)
        ? name
        : `${name.replace(/\.msg$/i, '').replaceAll(/[/\\]/g, '-')}.eml`;
      yield {
        kind: 'attachment',
        name: mailName,
        open: (maxBytes) => writeMail(file, messageFolder, mailName, maxBytes),
      };
      continue;
    }
    yield {
      kind: 'attachment',
      name,
      async open(maxBytes) {
        const bytes = read();
        if (!bytes) throw fileUnsupported(name, mediaType || 'application/octet-stream');
        if (bytes.length > maxBytes) throw memberTooLarge(name, maxBytes);
        return bytes;
      },
    };
  }
}
