import { cleanText } from '../encoding/cleanText.ts';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, textTooLong } from '../fileErrors.ts';
import type { Source } from '../format.ts';

/**
 * The text of a file of text, cleaned.
 *
 * @param declared the encoding that the file says it has, for where its bytes do not show it
 * @throws AppError `file_unsupported` for bytes that are no text, `file_empty`, `file_too_large`
 */
export function readText({ bytes, name, limits }: Source, declared?: string): string {
  const decoded = decodeText(bytes, declared);
  if (!decoded) throw fileUnsupported(name, 'application/octet-stream');
  const text = cleanText(decoded.text);
  if (text.trim() === '') throw fileEmpty(name);
  if (text.length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
  return text;
}
