import { strFromU8, unzipSync } from 'fflate';
import { fileTypeFromBuffer } from 'file-type';
import { fileEncrypted } from '../fileErrors.ts';
import { openCompoundFile } from '../office/compoundFile.ts';

const openXml = 'application/vnd.openxmlformats-officedocument.';
const maxDeclarationBytes = 4 * 1024 * 1024;

/** Main parts of packages of Microsoft's formats, templates and shows among them, and what each is read as. */
const mainParts: readonly (readonly [declared: RegExp, mediaType: string])[] = [
  [
    /wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled/i,
    `${openXml}wordprocessingml.document`,
  ],
  [
    /presentationml\.(?:presentation|template|slideshow)\.main\+xml|ms-powerpoint\.(?:presentation|template|slideshow)\.macroEnabled/i,
    `${openXml}presentationml.presentation`,
  ],
  [
    /spreadsheetml\.(?:sheet|template)\.main\+xml|ms-excel\.(?:sheet|template)\.macroEnabled/i,
    `${openXml}spreadsheetml.sheet`,
  ],
  [/ms-excel\.sheet\.binary\.macroEnabled/i, 'application/vnd.ms-excel.sheet.binary.macroenabled.12'],
];

/** The same by the name of the main part, where nothing is declared. */
const mainNames: readonly (readonly [name: string, mediaType: string])[] = [
  ['word/document.xml', `${openXml}wordprocessingml.document`],
  ['ppt/presentation.xml', `${openXml}presentationml.presentation`],
  ['xl/workbook.xml', `${openXml}spreadsheetml.sheet`],
  ['xl/workbook.bin', 'application/vnd.ms-excel.sheet.binary.macroenabled.12'],
];

/**
 * The kind of document inside a zip, by what it declares and not by its entries' order; undefined where the zip
 * cannot be read.
 */
export async function identifyZip(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const names = new Set<string>();
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        const clean = name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
        names.add(clean);
        return (
          (clean === '[content_types].xml' || clean === 'mimetype') && originalSize <= maxDeclarationBytes
        );
      },
    });
    const types = Object.entries(files).find(([name]) => /content_types/i.test(name))?.[1];
    const declared = types && strFromU8(types);
    for (const [pattern, mediaType] of mainParts) if (declared && pattern.test(declared)) return mediaType;
    const own = files.mimetype && strFromU8(files.mimetype.subarray(0, 200)).trim();
    // Templates of OpenDocument are read as the documents they make.
    if (own && /^application\/[\w.+-]+$/.test(own)) return own.replace(/-template$/, '');
    if (names.has('_rels/.rels'))
      for (const [name, mediaType] of mainNames) if (names.has(name)) return mediaType;
  } catch {
    // No directory to read: a cut or broken archive. The signature below still names the kind.
  }
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return found?.mime;
}

/** Streams that stand at the root of a compound file, and whose they are; the first that is there decides. */
const rootStreams: readonly (readonly [stream: string, mediaType: string])[] = [
  ['__properties_version1.0', 'application/vnd.ms-outlook'],
  ['WordDocument', 'application/msword'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
];

/**
 * OLE compound files: the old office formats, and the envelope of every password-protected new one.
 *
 * @throws AppError `file_encrypted`
 */
export function identifyCompoundFile(name: string, bytes: Uint8Array): string {
  const hasStream = streamFinder(bytes);
  if (hasStream('EncryptedPackage') || hasStream('EncryptedSummary')) throw fileEncrypted(name);
  return rootStreams.find(([stream]) => hasStream(stream))?.[1] ?? 'application/x-cfb';
}

/** By the directory; where that is damaged, by the names that are written somewhere. */
function streamFinder(bytes: Uint8Array): (stream: string) => boolean {
  try {
    const file = openCompoundFile(bytes);
    if (file.names.length > 0) return file.has;
  } catch {
    // Only its first bytes are those of a compound file, or only they are at hand.
  }
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (stream) => content.includes(Buffer.from(stream, 'utf16le'));
}
