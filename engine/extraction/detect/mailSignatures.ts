const headBytes = 8 * 1024;
/** Extensions of files that are one message, whatever their first line: a web page saved with its pictures too. */
const messageExtensions = new Set(['eml', 'emlx', 'mht', 'mhtml']);

/** Sender or place, then a date: the line that a mailbox puts before each mail. A header follows it. */
const mailboxStart = /^From [^\n]{0,200}\d{4}[^\n]{0,40}\r?\n(?:>?From |[!-9;-~]{1,80}:)/;
/** Apple's mail program puts the length of the mail on the first line. */
const messageStart = /^(?:\d{1,12}[ \t]*\r?\n)?\s*(?:>?From [^\n]*\n)?[!-9;-~]{1,80}[ \t]*:/;

/**
 * Mailboxes by how they begin, and messages by their name and how they begin: both may hold bytes that are no text.
 * Undefined for everything else; what is a mail without being called one shows itself as a text.
 */
export function mailMediaType(extension: string, bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1');
  if (isBareMessage(head)) return 'message/rfc822';
  const isMessage = messageExtensions.has(extension);
  if (!isMessage && mailboxStart.test(head)) return 'application/mbox';
  return isMessage && messageStart.test(head) ? 'message/rfc822' : undefined;
}

/** A message without the people: signed documents are kept so. */
function isBareMessage(head: string): boolean {
  if (!/^(?:MIME-Version|Content-Type):/i.test(head)) return false;
  const [headers = ''] = head.split(/\r?\n\r?\n/, 1);
  return /^MIME-Version:/im.test(headers) && /^Content-Type:\s*multipart\//im.test(headers);
}
