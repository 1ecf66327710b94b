import { strFromU8, unzipSync } from 'fflate';
import { fileTypeFromBuffer } from 'file-type';
import { fileEncrypted } from '../fileErrors.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const maxContentTypesBytes = 4 * 1024 * 1024;

/**
 * The kind of document inside a zip, by what it declares and not by its entries' order; undefined where the zip
 * cannot be read.
 */
export async function identifyZip(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const name = '[Content_Types].xml';
    const files = unzipSync(bytes, {
      filter: (file) => file.name === name && file.originalSize <= maxContentTypesBytes,
    });
    const declared = files[name] && strFromU8(files[name]);
    if (declared?.includes('wordprocessingml.document.main+xml')) return docx;
    if (declared?.includes('wordprocessingml.template.main+xml')) return docx;
    if (declared?.includes('ms-word.document.macroEnabled.main+xml')) return docx;
  } catch {
    // No directory to read: a cut or broken archive. The signature below still names the kind.
  }
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return found?.mime;
}

/**
 * OLE compound files: the old office formats, and the envelope of every password-protected new one.
 *
 * @throws AppError `file_encrypted`
 */
export function identifyCompoundFile(name: string, bytes: Uint8Array): string {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hasStream = (stream: string) => content.includes(Buffer.from(stream, 'utf16le'));
  if (hasStream('EncryptedPackage')) throw fileEncrypted(name);
  if (hasStream('WordDocument')) return 'application/msword';
  if (hasStream('Workbook')) return 'application/vnd.ms-excel';
  if (hasStream('PowerPoint Document')) return 'application/vnd.ms-powerpoint';
  if (hasStream('__properties_version1.0')) return 'application/vnd.ms-outlook';
  return 'application/x-cfb';
}
