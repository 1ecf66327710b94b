import { fileTypeFromBuffer } from 'file-type';
import { decodeText } from '../encoding/decodeText.ts';
import { fileGenerated, fileMalformed } from '../fileErrors.ts';
import { formatByExtension } from '../formats.ts';
import { archiveMediaType } from './archiveSignatures.ts';
import { identifyCompoundFile, identifyZip } from './containers.ts';
import { extensionOf } from './extensionOf.ts';
import { isGeneratedName } from './generatedNames.ts';
import { mailMediaType } from './mailSignatures.ts';
import { recordingMediaType } from './recordingSignatures.ts';
import { mediaTypeOfText } from './textKinds.ts';

const unknownBinary = 'application/octet-stream';
/** Endings that stand for nothing else. */
const recordings = [
  ...['mp3', 'wav', 'm4a', 'm4b', 'aac', 'oga', 'ogg', 'opus', 'flac', 'wma'],
  ...['mp4', 'm4v', 'mov', 'avi', 'mkv', 'webm', 'wmv'],
];
/** Formats with a signature: a file that has the name and not the signature is damaged, not of another kind. */
const signedFormats = new Map([
  ['pdf', 'a PDF document'],
  ['docx', 'a Word document'],
  ['docm', 'a Word document'],
  ['pptx', 'a presentation'],
  ['pptm', 'a presentation'],
  ['ppsx', 'a presentation'],
  ['odt', 'an OpenDocument text'],
  ['odp', 'an OpenDocument presentation'],
  ['xlsx', 'an Excel workbook'],
  ['xlsm', 'an Excel workbook'],
  ['ods', 'an OpenDocument spreadsheet'],
  ['jpg', 'a JPEG picture'],
  ['jpeg', 'a JPEG picture'],
  ['png', 'a PNG picture'],
  ['gif', 'a GIF picture'],
  ['tif', 'a TIFF picture'],
  ['tiff', 'a TIFF picture'],
  ['webp', 'a WebP picture'],
  ['bmp', 'a BMP picture'],
  ['heic', 'a HEIC picture'],
  ['heif', 'a HEIF picture'],
  ['avif', 'an AVIF picture'],
  ...recordings.map((extension) => [extension, 'a recording'] as const),
]);

/**
 * What a file is, by content first. Only among kinds of plain text, where the content cannot tell, does the name
 * decide; see README.md for the rule.
 *
 * @throws AppError `file_encrypted` for an office file behind a password, `file_malformed` for a PDF or DOCX by
 *   name that has nothing of one inside, `file_unsupported` for what only programs read
 */
export async function detectMediaType(name: string, bytes: Uint8Array): Promise<string> {
  const extension = extensionOf(name);
  if (isPdf(bytes, extension)) return 'application/pdf';
  const byBytes =
    archiveMediaType(bytes) ?? recordingMediaType(name, bytes) ?? mailMediaType(extension, bytes);
  if (byBytes !== undefined) return byBytes;
  const sample = sampleText(bytes);
  if (sample !== undefined && isGeneratedName(name)) throw fileGenerated(name);
  const byText = mediaTypeOfText(name, sample);
  if (byText !== undefined) return signed(name, extension, byText);
  const mediaType = await byMagic(name, bytes);
  return signed(name, extension, mediaType);
}

async function byMagic(name: string, bytes: Uint8Array): Promise<string> {
  if (startsWith(bytes, [0x50, 0x4b])) return (await identifyZip(bytes)) ?? 'application/zip';
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return identifyCompoundFile(name, bytes);
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return found?.mime ?? unknownBinary;
}

function signed(name: string, extension: string, mediaType: string): string {
  const expected = signedFormats.get(extension);
  const isGuess =
    mediaType === unknownBinary || mediaType === 'application/zip' || mediaType.startsWith('text/');
  if (expected && isGuess && !formatByExtension(extension)?.mediaTypes.includes(mediaType)) {
    throw fileMalformed(name, expected);
  }
  return mediaType;
}

/** Readers accept up to a kilobyte of anything before the header; without the name only the start counts. */
function isPdf(bytes: Uint8Array, extension: string): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  return extension === 'pdf' ? head.includes('%PDF-') : /^(?:\u00ef\u00bb\u00bf)?\s*%PDF-\d/.test(head);
}

const sampleLength = 64 * 1024;

/** Enough of a text to tell what kind it is; undefined for what is not text. */
function sampleText(bytes: Uint8Array): string | undefined {
  return decodeText(bytes)?.text.slice(0, sampleLength);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
