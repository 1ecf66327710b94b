import { fileEmpty } from '../fileErrors.ts';
import type { MemberFile } from '../format.ts';
import { embeddedFiles, isPicture } from '../office/embeddedFiles.ts';
import type { OfficePackage } from '../office/officePackage.ts';

const embedded = /^xl\/embeddings\//i;

/**
 * Documents that are packed in a workbook, and its pictures where its cells hold no text.
 *
 * @throws AppError `file_empty` where there is neither text nor any of these
 */
export function enclosedFiles(
  name: string,
  files: OfficePackage,
  hasText: boolean,
): AsyncIterable<MemberFile> | undefined {
  const entries = files.names.filter((entry) => embedded.test(entry) || (!hasText && isPicture(entry)));
  if (entries.length === 0 && !hasText) throw fileEmpty(name);
  return entries.length > 0 ? embeddedFiles(files, entries) : undefined;
}
