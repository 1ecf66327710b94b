import { decodeHeader } from './headerText.ts';
import { bytesOf } from './mailBody.ts';
import { type MimeNode, readHeaders } from './mimeTree.ts';

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/rtf': 'rtf',
  'application/msword': 'doc',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/markdown': 'md',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/xml': 'xml',
};

/** The name of an attachment: its own, the subject of a message, or one by its type and place. */
export function attachmentName(bytes: Uint8Array, node: MimeNode, index: number): string {
  const { contentType, disposition } = node;
  const own = disposition.parameters.filename || contentType.parameters.name;
  if (contentType.value === 'message/rfc822' || contentType.value === 'message/global') {
    const name = (own || subjectOf(bytes, node) || `message ${index + 1}`).replaceAll(/[/\\]/g, '-');
    return /\.(?:eml|mht|mhtml)$/i.test(name) ? name : `${name}.eml`;
  }
  if (own) return own;
  const [, kind = '', subtype = ''] = /^([\w.-]+)\/([\w.+-]+)$/.exec(contentType.value) ?? [];
  const guessed = kind === 'image' || kind === 'audio' || kind === 'video' ? subtype : '';
  const extension = extensions[contentType.value] ?? guessed;
  return `attachment ${index + 1}${extension && `.${extension}`}`;
}

function subjectOf(bytes: Uint8Array, node: MimeNode): string {
  const content = bytesOf(bytes, node).subarray(0, 64 * 1024);
  const { headers } = readHeaders(Buffer.from(content.buffer, content.byteOffset, content.byteLength), 0);
  return decodeHeader(headers.get('subject')?.[0] ?? new Uint8Array()).slice(0, 120);
}
