import type { Part } from '@adiuva/contracts';
import { throwIfAborted, yieldToEventLoop } from '#base';
import { fileEmpty, fileEncrypted, fileMalformed, textTooLong } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { embeddedFiles } from '../office/embeddedFiles.ts';
import { openOfficePackage } from '../office/officePackage.ts';
import type { Origin } from '../office/origin.ts';
import { readChapter } from './readChapter.ts';
import { readContents } from './readContents.ts';
import { readEncrypted } from './readEncrypted.ts';
import { readPackageDocument } from './readPackageDocument.ts';

/**
 * An e-book: its chapters in reading order, under the names that its contents give them. A page that is nothing but a
 * picture is handed on as one.
 *
 * @throws AppError `file_encrypted` for one that only its shop's program opens
 */
export async function extractEpub(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const origin: Origin = { name, expected: 'an e-book', signal };
  const files = await openOfficePackage(name, source.bytes, origin.expected);
  const book = await readPackageDocument(origin, files);
  const encrypted = await readEncrypted(origin, files);
  const chapters = book.chapters.filter((chapter) => files.has(chapter));
  if (chapters.length === 0) throw fileMalformed(name, origin.expected);
  if (chapters.filter((chapter) => encrypted.has(chapter.toLowerCase())).length * 2 > chapters.length)
    throw fileEncrypted(name);
  const titles = await readContents(origin, files, book);

  const parts: Part[] = [];
  const pictures: string[] = [];
  const warnings: string[] = [];
  let length = 0;
  let broken = book.chapters.length - chapters.length;
  for (const [index, entry] of chapters.entries()) {
    throwIfAborted(signal);
    const bytes = await files.read(entry);
    const chapter = bytes && (await readChapter(bytes, entry, source));
    if (!chapter) broken++;
    else if (chapter.document.text.trim() === '')
      pictures.push(...chapter.pictures.filter((path) => files.has(path)));
    else {
      length += chapter.document.text.length;
      if (length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
      const isTitled = chapter.document.blocks.some(({ kind }) => kind === 'heading');
      const title = isTitled ? undefined : titles.get(entry.toLowerCase());
      for (const part of splitFlow(chapter.document)) parts.push(title ? underTitle(part, title) : part);
    }
    source.onProgress(index + 1, chapters.length);
    await yieldToEventLoop();
  }
  if (broken > 0) warnings.push(`${broken === 1 ? '1 chapter' : `${broken} chapters`} could not be read.`);
  if (parts.length === 0 && pictures.length === 0)
    throw broken > 0 ? fileMalformed(name, origin.expected) : fileEmpty(name);
  return {
    metadata: book.metadata,
    parts,
    warnings,
    members: pictures.length > 0 ? embeddedFiles(files, pictures) : undefined,
  };
}

function underTitle(part: Part, title: string): Part {
  const headingPath = [title, ...(part.headingPath ?? [])];
  const locator = part.locator.kind === 'text' ? { ...part.locator, headingPath } : part.locator;
  return { ...part, headingPath, locator };
}
