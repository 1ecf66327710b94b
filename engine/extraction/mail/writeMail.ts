import { randomBytes } from 'node:crypto';
import { memberTooLarge } from '../fileErrors.ts';
import type { CompoundFile } from '../office/compoundFile.ts';
import type { MailHeaders } from './messageParts.ts';
import { type OutlookMessage, readOutlookMessage } from './outlookMessage.ts';

/** Messages within messages; what lies deeper is left out. */
const maxDepth = 8;

/**
 * A message that stands within an Outlook file as a mail of its own, since there it is no file: what it says in the
 * headers, its text in UTF-8, its attachments.
 *
 * @throws AppError `file_too_large` past `maxBytes`
 */
export async function writeMail(
  file: CompoundFile,
  folder: string,
  name: string,
  maxBytes: number,
): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  const put = (piece: string | Buffer) => {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    length += bytes.length;
    if (length > maxBytes) throw memberTooLarge(name, maxBytes);
    pieces.push(bytes);
  };
  const putEncoded = (content: Uint8Array) => {
    if (length + content.length > maxBytes) throw memberTooLarge(name, maxBytes);
    put('Content-Transfer-Encoding: base64\r\n\r\n');
    const encoded = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
    put(`${encoded.replace(/.{76}/g, '$&\r\n')}\r\n`);
  };

  async function putMessage(message: OutlookMessage, depth: number): Promise<void> {
    const boundary = `=_${randomBytes(12).toString('hex')}`;
    put(`${headerLines(message.headers)}MIME-Version: 1.0\r\n`);
    put(`Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`);
    const { body } = message;
    if (body) {
      put(`--${boundary}\r\nContent-Type: ${typeOf(body)}\r\n`);
      putEncoded('rtf' in body ? body.rtf : Buffer.from('html' in body ? body.html : body.text));
    }
    for (const attachment of message.attachments) {
      const inner = attachment.messageFolder;
      const content = inner ? undefined : attachment.read();
      if (!inner && !content) continue;
      if (inner && depth >= maxDepth) continue;
      const type = inner ? 'message/rfc822' : /^[\w.+-]+\/[\w.+-]+$/.exec(attachment.mediaType)?.[0];
      put(`--${boundary}\r\nContent-Type: ${type ?? 'application/octet-stream'}\r\n`);
      put(
        `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(attachment.name.toWellFormed())}\r\n`,
      );
      if (content) putEncoded(content);
      else if (inner) {
        put('\r\n');
        await putMessage(await readOutlookMessage(file, inner), depth + 1);
      }
    }
    put(`--${boundary}--\r\n`);
  }

  await putMessage(await readOutlookMessage(file, folder), 0);
  return Buffer.concat(pieces, length);
}

function typeOf(body: NonNullable<OutlookMessage['body']>): string {
  if ('rtf' in body) return 'application/rtf; name="text.rtf"';
  return 'html' in body ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
}

/** In UTF-8 as it is (RFC 6532). */
function headerLines({ from, to, cc, bcc, date, subject }: MailHeaders): string {
  const lines = { From: from, To: to, Cc: cc, Bcc: bcc, Date: date, Subject: subject };
  return Object.entries(lines)
    .flatMap(([label, value]) => (value ? [`${label}: ${value.toWellFormed()}\r\n`] : []))
    .join('');
}
