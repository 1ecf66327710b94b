import { AppError } from '#base';

/** The sentences of this module in one place: what happened, to which file, and what the person can do. */

export function fileNotFound(name: string, cause?: unknown): AppError {
  return new AppError('file_not_found', `“${name}” is no longer there. It may have been moved or deleted.`, {
    cause,
  });
}

export function fileUnreadable(name: string, why: string, cause?: unknown): AppError {
  return new AppError('file_unreadable', `“${name}” could not be read: ${why}`, { cause });
}

export function fileChanged(name: string): AppError {
  return new AppError(
    'file_changed',
    `“${name}” changed while it was being read. It will be read again once it is at rest.`,
  );
}

export function fileEmpty(name: string): AppError {
  return new AppError('file_empty', `“${name}” is empty: there is nothing in it to search.`);
}

export function fileTooLarge(name: string, bytes: number, maxBytes: number, mediaType?: string): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” has ${megabytes(bytes)}, more than the ${megabytes(maxBytes)} allowed for a file of its kind. Split it, or raise the limit.`,
    { details: { bytes, maxBytes, ...(mediaType !== undefined && { mediaType }) } },
  );
}

export function textTooLong(name: string, maxTextLength: number): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” holds more than ${maxTextLength.toLocaleString('en')} characters of text. Split it, or raise the limit.`,
    { details: { maxTextLength } },
  );
}

export function fileEncrypted(name: string, cause?: unknown): AppError {
  return new AppError(
    'file_encrypted',
    `“${name}” needs a password. Save a copy without one and add that instead.`,
    { cause },
  );
}

export function fileMalformed(name: string, expected: string, cause?: unknown, thrown?: string): AppError {
  return new AppError(
    'file_malformed',
    `“${name}” is damaged or is not ${expected}. Open it in the program that made it and save it again.`,
    { cause, ...(thrown && { details: { thrown } }) },
  );
}

export function fileUnsupported(name: string, mediaType: string): AppError {
  return new AppError('file_unsupported', `“${name}” was left out: files of its type cannot be read yet.`, {
    details: { mediaType },
  });
}

export function fileWithoutText(name: string, pages?: number): AppError {
  return new AppError(
    'file_no_text',
    `“${name}” holds no text, only pictures or drawings. Run text recognition (OCR) on it first.`,
    pages === undefined ? {} : { details: { pages } },
  );
}

function megabytes(bytes: number): string {
  const mebibyte = 1024 * 1024;
  return bytes < mebibyte
    ? `${Math.ceil(bytes / 1024)} KB`
    : `${Math.round((bytes / mebibyte) * 10) / 10} MB`;
}

/** A member of an archive that goes on beyond what may be unpacked. */
export function memberTooLarge(name: string, maxBytes: number): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” unpacks to more than the ${megabytes(maxBytes)} allowed for a file inside an archive or mail. Unpack it yourself and add what you need.`,
    { details: { maxBytes } },
  );
}

export function fileBomb(name: string, why: string): AppError {
  return new AppError(
    'file_bomb',
    `“${name}” was not unpacked: ${why}. Files made to harm look like this; if you trust it, unpack it yourself.`,
  );
}

export function memberUnsafe(name: string, why: string): AppError {
  return new AppError('archive_member_unsafe', `“${name}” was left out: ${why}.`);
}

export function tooManyPages(name: string, pages: number, maxPages: number): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” has ${pages.toLocaleString('en')} pages, more than the ${maxPages.toLocaleString('en')} that can be read of a picture. Split it.`,
    { details: { pages, maxPages } },
  );
}

/** Needs a program that this machine does not have. */
export function converterMissing(name: string, program: string): AppError {
  return new AppError(
    'converter_missing',
    `“${name}” can only be read with the help of ${program}, which is not on this machine. Install it, or save the file in a newer format.`,
  );
}

/** `size` in words: `30,000 × 40,000`. */
export function pictureTooLarge(name: string, size: string, maxPixels: number): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” has ${size} pixels, more than the ${Math.round(maxPixels / 1e6)} million that can be read. Save a smaller copy and add that instead.`,
    { details: { maxPixels } },
  );
}

/** Code and lists that a program wrote for a program. */
export function fileGenerated(name: string): AppError {
  return new AppError(
    'file_unsupported',
    `“${name}” was left out: it was written by a program for a program, and holds nothing to read.`,
  );
}

/** One file of an archive that was cut into several. */
export function archiveVolume(name: string): AppError {
  return new AppError(
    'file_unsupported',
    `“${name}” is one part of an archive that was cut into several. Unpack all parts together and add what comes out.`,
  );
}

/** Written for one reader's key. */
export function mailEncrypted(name: string, cause?: unknown): AppError {
  return new AppError(
    'file_encrypted',
    `“${name}” is an encrypted message. Open it in the mail program that has the key, and save a copy that is not encrypted.`,
    { cause },
  );
}

/** All files of a container together. */
export function containerTextTooLong(name: string, maxTextLength: number): AppError {
  return new AppError(
    'file_too_large',
    `The files in “${name}” hold more than ${maxTextLength.toLocaleString('en')} characters of text together. Unpack it and add what you need.`,
    { details: { maxTextLengthTogether: maxTextLength } },
  );
}
