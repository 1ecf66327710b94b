import { basename } from 'node:path';
import type { Part } from '@adiuva/contracts';
import type { Extraction, ExtractionLimits } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import { detectMediaType } from './detect/detectMediaType.ts';
import { extensionOf } from './detect/extensionOf.ts';
import { fileEmpty, fileMalformed, fileTooLarge, fileUnsupported, textTooLong } from './fileErrors.ts';
import type { Extracted, Format, Source, Tools } from './format.ts';
import { formatOf } from './formats.ts';
import { detectLanguage } from './language/detectLanguage.ts';
import { createParserSlot } from './pdf/parserSlot.ts';
import { readFile } from './readFile.ts';

export interface ExtractOptions {
  /** Aborting ends the work at the next page or section with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Pages or sections done and in all; at most a few times a second. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

export interface Extractor {
  /**
   * Reads one file into parts with locators. The file is never written to, and nothing but the file is read.
   *
   * @throws AppError `file_not_found`, `file_unreadable`, `file_changed`, `file_empty`, `file_too_large`,
   *   `file_encrypted`, `file_malformed`, `file_unsupported`, `file_no_text` or `cancelled`.
   */
  extract(input: { path: string; limits: ExtractionLimits }, options?: ExtractOptions): Promise<Extraction>;
}

/** File to document parts, for every format of the table in formats.ts. Files may be read side by side. */
export function createExtractor(): Extractor {
  const tools: Tools = { pdf: createParserSlot() };
  return {
    async extract({ path, limits }, { signal, onProgress } = {}) {
      throwIfAborted(signal);
      const name = basename(path);
      const bytes = await readFile(path, limits.maxBytes, signal);
      throwIfAborted(signal);
      const extension = extensionOf(name);
      const mediaType = await detectMediaType(name, bytes);
      const format = formatOf(mediaType);
      if (!format) throw fileUnsupported(name, mediaType);
      if (format.maxBytes !== undefined && bytes.length > format.maxBytes) {
        throw fileTooLarge(name, bytes.length, format.maxBytes);
      }
      const extracted = await run(format, {
        name,
        extension,
        mediaType,
        bytes,
        limits,
        tools,
        signal,
        onProgress: throttled(onProgress),
      });
      requireText(name, extracted.parts, limits);
      const language =
        extracted.metadata.language ?? detectLanguage(extracted.parts.map((part) => part.text));
      return {
        mediaType,
        metadata: { ...extracted.metadata, ...(language && { language }) },
        parts: extracted.parts,
        warnings: extracted.warnings,
      };
    },
  };
}

/** What a parser throws on a file is the file's fault, and keeps its cause in case it was ours. */
async function run(format: Format, source: Source): Promise<Extracted> {
  try {
    return await format.extract(source);
  } catch (error) {
    throwIfAborted(source.signal);
    if (error instanceof AppError) throw error;
    const kind = (format.extensions[0] ?? '').toUpperCase();
    throw fileMalformed(source.name, `a readable ${kind} file`, error, placeOf(error));
  }
}

/** Where in the code it was thrown: a defect of ours can then be told from a defect of the file. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /([\w.-]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1];
  return frame ? `${error.name} at ${frame}` : error.name;
}

function requireText(name: string, parts: readonly Part[], limits: ExtractionLimits): void {
  let length = 0;
  for (const part of parts) length += part.text.length;
  if (length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
  if (!parts.some((part) => part.text.trim() !== '')) throw fileEmpty(name);
}

const progressIntervalMs = 200;

function throttled(listener: ExtractOptions['onProgress']): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    if (!listener) return;
    const now = performance.now();
    if (done < total && now - last < progressIntervalMs) return;
    last = now;
    listener({ done, total });
  };
}
