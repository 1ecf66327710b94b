import type { ContainerStep, DocumentMetadata, Part } from '@adiuva/contracts';
import type { ExtractionLimits } from '@adiuva/contracts/workers';
import type { AppError } from '#base';
import type { Content } from './content.ts';
import type { Drawable } from './drawable.ts';
import type { ParserSlot } from './pdf/parserSlot.ts';

/** What extractors share from file to file, because it is slow to make. */
export interface Tools {
  pdf: ParserSlot;
}

interface AnySource {
  /** The name a person knows the file by; for sentences only. */
  name: string;
  /** Lower case, without the dot; empty where the name has none. */
  extension: string;
  mediaType: string;
  limits: ExtractionLimits;
  tools: Tools;
  signal: AbortSignal | undefined;
  /** Steps of the format's own (pages, sections); called often, and cheap. */
  onProgress(done: number, total: number): void;
}

/** One file, read whole and recognised; what a document's extractor works on. */
export interface Source extends AnySource {
  bytes: Uint8Array;
}

/** One file that is too large to be held in memory; what a container's extractor works on. */
export interface ContainerSource extends AnySource {
  content: Content;
}

/** A file inside the file: a member of an archive, an attachment, a message of a mailbox. */
export interface MemberFile {
  kind: ContainerStep['kind'];
  /**
   * As the container writes it, folders included; it names the member and decides its type where content does not.
   * Names that lead outside (absolute, `..`) are refused by the frame, names that stand twice are told apart by it.
   */
  name: string;
  /** Bytes when unpacked, where the container says so; what it says is checked before anything is unpacked. */
  size?: number;
  /** Bytes as packed, where known: a ratio beyond reason is a bomb. */
  packedSize?: number;
  /** Why it is not to be opened: a link, a device, a password. It is reported with this error. */
  refused?: AppError;
  /**
   * Unpacks it; called at most once, and before the next member is asked for.
   *
   * @param maxBytes where to stop
   * @throws AppError from `memberTooLarge` when there is more, `file_encrypted`, `file_malformed`
   */
  open(maxBytes: number): Promise<Uint8Array>;
}

/** What a format's extractor hands back; the frame around it is the same for all formats. */
export interface Extracted {
  metadata: DocumentMetadata;
  /** Of the file itself; parts of members are made by their own formats. */
  parts: Part[];
  warnings: string[];
  /**
   * Files inside the file, one after the other; each is read by its own format before the next is asked for. Left
   * early when limits are reached, so what it holds open is closed in its `finally`.
   */
  members?: AsyncIterable<MemberFile> | undefined;
}

interface FormatBase {
  /** The first is the one the format is known by. */
  mediaTypes: readonly string[];
  /** Lower case, without the dot. */
  extensions: readonly string[];
  /** Which of the caller's size limits holds; `document` unless told. */
  sizeLimit?: keyof ExtractionLimits['maxBytes'];
  /** Bytes on disk, where the format's own limit is under the caller's. */
  maxBytes?: number;
}

/** Extractors throw AppError for what a person should know; anything else becomes `file_malformed` with its cause. */
export interface DocumentFormat extends FormatBase {
  reads: 'whole';
  extract(source: Source): Promise<Extracted>;
  /** For what can be looked at: pictures, and documents with pages. Throws as `extract`. */
  openDrawable?(source: Source): Promise<Drawable>;
}

export interface ContainerFormat extends FormatBase {
  reads: 'content';
  /** Members of its own, where packing makes nothing of them smaller and they may be more than the caller's limit. */
  maxMembers?: number;
  extract(source: ContainerSource): Promise<Extracted>;
}

/** Sound and video, which are told here by their first bytes and heard elsewhere. */
export interface RecordingFormat extends FormatBase {
  reads: 'head';
}

export type Format = DocumentFormat | ContainerFormat | RecordingFormat;

/** Declares a format that is read whole. */
export function defineFormat(format: Omit<DocumentFormat, 'reads'>): Format {
  return { reads: 'whole', ...format };
}

/** Declares a format that is read piece by piece: archives, mailboxes. */
export function defineContainer(format: Omit<ContainerFormat, 'reads'>): Format {
  return { reads: 'content', sizeLimit: 'archive', ...format };
}

/** Declares what is heard and not read. */
export function defineRecording(format: Omit<RecordingFormat, 'reads'>): Format {
  return { reads: 'head', sizeLimit: 'recording', ...format };
}
