import type { DocumentMetadata, Part } from '@adiuva/contracts';
import type { ExtractionLimits } from '@adiuva/contracts/workers';
import type { ParserSlot } from './pdf/parserSlot.ts';

/** What extractors share from file to file, because it is slow to make. */
export interface Tools {
  pdf: ParserSlot;
}

/** One file, read whole and recognised; what a format's extractor works on. */
export interface Source {
  /** The name a person knows the file by; for sentences only. */
  name: string;
  /** Lower case, without the dot; empty where the name has none. */
  extension: string;
  mediaType: string;
  bytes: Uint8Array;
  limits: ExtractionLimits;
  tools: Tools;
  signal: AbortSignal | undefined;
  /** Steps of the format's own (pages, sections); called often, and cheap. */
  onProgress(done: number, total: number): void;
}

/** What a format's extractor hands back; the frame around it is the same for all formats. */
export interface Extracted {
  metadata: DocumentMetadata;
  parts: Part[];
  warnings: string[];
}

export interface Format {
  /** The first is the one the format is known by. */
  mediaTypes: readonly string[];
  /** Lower case, without the dot. */
  extensions: readonly string[];
  /** Bytes on disk, where the format's own limit is under the caller's. */
  maxBytes?: number;
  /**
   * @throws AppError for what a person should know. Anything else it throws becomes `file_malformed` with the
   *   error as its cause.
   */
  extract(source: Source): Promise<Extracted>;
}

/** Declares a format; only there so that a row of the table keeps its exact type. */
export function defineFormat(format: Format): Format {
  return format;
}
