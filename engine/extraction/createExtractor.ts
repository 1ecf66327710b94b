import { basename } from 'node:path';
import type { ContainerStep, Part } from '@adiuva/contracts';
import type { Extraction, ExtractionLimits } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted, toWireError } from '#base';
import { type Collector, createCollector, describeMembers, reasonOf } from './collectParts.ts';
import { extensionOf } from './detect/extensionOf.ts';
import type { Drawable } from './drawable.ts';
import { fileBomb, fileMalformed, fileUnsupported } from './fileErrors.ts';
import type { Extracted, MemberFile, Source, Tools } from './format.ts';
import { detectLanguage } from './language/detectLanguage.ts';
import { createMemberBudget, type MemberBudget } from './memberBudget.ts';
import { cleanMemberName, createNameKeeper } from './memberName.ts';
import { openFile } from './openFile.ts';
import { createParserSlot } from './pdf/parserSlot.ts';
import { type Recognised, recognise, recogniseFile } from './recognise.ts';
import { unheardRecording } from './recording/unheardRecording.ts';
import { createTitleFinder } from './title/createTitleFinder.ts';

export interface ExtractOptions {
  /** Aborting ends the work at the next page or section with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Pages or sections done and in all; at most a few times a second. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
  /** A further member begins; whoever limits the time of one may begin anew. */
  onAlive?: (() => void) | undefined;
}

interface Input {
  path: string;
  limits: ExtractionLimits;
  /** What is appended while it is read is left for the next time, and no error. */
  mayGrow?: boolean | undefined;
}

/** What an extraction says beside its parts. */
export type ExtractionFrame = Omit<Extraction, 'parts'> & { partCount: number };

/** A file or a member of one, unpacked and recognised. */
export interface OpenedMember {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface Extractor {
  /**
   * Reads one file into parts with locators, and the files inside it, if it is a container. The file is never
   * written to, and nothing but the file is read. Parts come in order, as soon as each is whole; those of a
   * member that turns out to be broken are never given.
   *
   * @throws AppError `file_not_found`, `file_unreadable`, `file_changed`, `file_empty`, `file_too_large`,
   *   `file_encrypted`, `file_malformed`, `file_unsupported`, `file_no_text`, `file_bomb`, `converter_missing` or
   *   `cancelled`; of a container without a readable member, what its first member failed with.
   */
  extract(input: Input, onPart: (part: Part) => void, options?: ExtractOptions): Promise<ExtractionFrame>;
  /**
   * The bytes of a file, or of what a locator's `within` leads to.
   *
   * @throws AppError as `extract`; `not_found` when there is no such member
   */
  openMember(input: Input, within: readonly ContainerStep[], options?: ExtractOptions): Promise<OpenedMember>;
  /**
   * The pages of a file, or of what `within` leads to, for drawing.
   *
   * @throws AppError as `openMember`; `file_unsupported` for what has no looks
   */
  openDrawable(input: Input, within: readonly ContainerStep[], options?: ExtractOptions): Promise<Drawable>;
}

/** One run over one file on disk: what all its members share. */
interface Run {
  limits: ExtractionLimits;
  tools: Tools;
  budget: MemberBudget;
  /** Bytes of the members that are open, one within the other. */
  held: number;
  signal: AbortSignal | undefined;
  onProgress(done: number, total: number): void;
  onAlive(): void;
}

export interface ExtractorOptions {
  /** The file of the threads that help with long PDFs; found from source, told by a bundle. */
  pdfThread?: URL | undefined;
}

/** File to document parts, for every format of the table in formats.ts. Files may be read side by side. */
export function createExtractor({ pdfThread }: ExtractorOptions = {}): Extractor {
  const tools: Tools = { pdf: createParserSlot({ pageThread: pdfThread }) };

  function startRun({ limits }: Input, { signal, onProgress, onAlive }: ExtractOptions): Run {
    throwIfAborted(signal);
    return {
      limits,
      tools,
      budget: createMemberBudget(limits),
      held: 0,
      signal,
      onProgress: throttled(onProgress),
      onAlive: onAlive ?? (() => undefined),
    };
  }

  return {
    async extract(input, onPart, options = {}) {
      const run = startRun(input, options);
      const file = await openFile(input.path);
      try {
        const recognised = await recogniseFile(basename(input.path), file, run);
        const titles = createTitleFinder(basename(input.path));
        const collector = createCollector(run.limits, basename(input.path), (part) => {
          if (!part.locator.within) titles.see(part);
          onPart(part);
        });
        const extracted = await extractOne(recognised, [], collector, run);
        await file.requireUnchanged(input.mayGrow);
        collector.requireSomething();
        const language = extracted.metadata.language ?? detectLanguage(collector.samples);
        return {
          mediaType: recognised.mediaType,
          metadata: {
            ...extracted.metadata,
            ...titles.titleFor(extracted.metadata),
            ...(language && { language }),
          },
          partCount: collector.partCount(),
          warnings: [...extracted.warnings, ...collector.warnings, ...describeMembers(collector.members)],
          members: collector.members,
        };
      } finally {
        await file.close();
      }
    },
    async openMember(input, within, options = {}) {
      const { name, mediaType, bytes } = await find(input, within, startRun(input, options));
      return { name, mediaType, bytes };
    },
    async openDrawable(input, within, options = {}) {
      const run = startRun(input, options);
      const found = await find(input, within, run);
      const { format, name, mediaType } = found;
      if (format.reads !== 'whole' || !format.openDrawable) throw fileUnsupported(name, mediaType);
      try {
        return await format.openDrawable(sourceOf(found, run));
      } catch (error) {
        throw blameFile(error, found, run.signal);
      }
    },
  };
}

/** A file, or what `within` leads to in it, read whole. */
async function find(
  { path }: Input,
  within: readonly ContainerStep[],
  run: Run,
): Promise<Recognised & { bytes: Uint8Array }> {
  const file = await openFile(path);
  try {
    let current = await recogniseFile(basename(path), file, run);
    for (const step of within) current = await findMember(current, step, run);
    const bytes = current.bytes ?? (await file.readAll(run.signal));
    await file.requireUnchanged();
    return { ...current, bytes };
  } finally {
    await file.close();
  }
}

/** What a parser throws on a file is the file's fault, and keeps its cause in case it was ours. */
async function runFormat(recognised: Recognised, run: Run): Promise<Extracted> {
  const { format, content } = recognised;
  try {
    const source = sourceOf(recognised, run);
    if (format.reads === 'head') return unheardRecording();
    if (format.reads === 'content') return await format.extract({ ...source, content });
    return await format.extract(source);
  } catch (error) {
    throw blameFile(error, recognised, run.signal);
  }
}

function sourceOf({ name, mediaType, bytes }: Recognised, run: Run): Source {
  const { limits, tools, signal, onProgress } = run;
  return {
    name,
    extension: extensionOf(name),
    mediaType,
    limits,
    tools,
    signal,
    onProgress,
    bytes: bytes ?? new Uint8Array(),
  };
}

function blameFile(error: unknown, { name, format }: Recognised, signal: AbortSignal | undefined): AppError {
  throwIfAborted(signal);
  if (error instanceof AppError) return error;
  const kind = (format.extensions[0] ?? '').toUpperCase();
  return fileMalformed(name, `a readable ${kind} file`, error, placeOf(error));
}

/** Where in the code it was thrown: a defect of ours can then be told from a defect of the file. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frame = /([\w.-]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1];
  return frame ? `${error.name} at ${frame}` : error.name;
}

/** A file's own parts, then those of its members, each read by its own format. */
async function extractOne(
  recognised: Recognised,
  within: readonly ContainerStep[],
  collector: Collector,
  run: Run,
): Promise<Extracted> {
  const extracted = await runFormat(recognised, run);
  collector.add(extracted.parts, within);
  if (!extracted.members) return extracted;
  const keepName = createNameKeeper();
  try {
    for await (const member of extracted.members) {
      throwIfAborted(run.signal);
      run.budget.count(recognised.name, ownLimitOf(recognised));
      run.onAlive();
      await extractMember(member, keepName, within, collector, run);
    }
  } catch (error) {
    const blamed = blameFile(error, recognised, run.signal);
    // What was read until it broke is worth keeping; a container that gave nothing ends with its own code.
    if (blamed.code !== 'file_malformed' || !collector.holdsPartsOf(within)) throw blamed;
    return { ...extracted, warnings: [...extracted.warnings, blamed.message] };
  }
  return extracted;
}

async function extractMember(
  member: MemberFile,
  keepName: (name: string) => string,
  outer: readonly ContainerStep[],
  collector: Collector,
  run: Run,
): Promise<void> {
  const before = collector.partCount();
  let step: ContainerStep = { kind: member.kind, name: member.name };
  let mediaType: string | null = null;
  const membersBefore = collector.members.length;
  let taken = 0;
  try {
    step = { kind: member.kind, name: keepName(cleanMemberName(member.name)) };
    const within = [...outer, step];
    if (member.refused) throw member.refused;
    if (within.length > run.limits.maxDepth)
      throw fileBomb(step.name, `it lies more than ${run.limits.maxDepth} levels deep`);
    const bytes = await run.budget.open(member, step.name, run.held);
    run.held += bytes.length;
    taken = bytes.length;
    const recognised = await recognise(step.name, bytes, run);
    mediaType = recognised.mediaType;
    const { warnings } = await extractOne(recognised, within, collector, run);
    const parts = collector.partCount() - before;
    if (parts === 0) throw reasonOf(step.name, collector.members.slice(membersBefore));
    collector.warn(warnings.map((warning) => `${step.name}: ${warning}`));
    collector.member({ within, mediaType, status: 'indexed', parts });
  } catch (error) {
    throwIfAborted(run.signal);
    const known =
      error instanceof AppError ? error : fileMalformed(step.name, 'a readable file', error, placeOf(error));
    // What holds for all members together is not the fault of this one.
    if (known.code === 'cancelled' || known.details?.maxTextLengthTogether) throw known;
    collector.member({
      within: [...outer, step],
      mediaType: mediaType ?? detailOf(known, 'mediaType'),
      status: known.code === 'file_unsupported' ? 'skipped' : 'failed',
      parts: collector.partCount() - before,
      error: toWireError(known),
    });
  } finally {
    run.held -= taken;
  }
}

function ownLimitOf({ format }: Recognised): number | undefined {
  return format.reads === 'content' ? format.maxMembers : undefined;
}

function detailOf(error: AppError, key: string): string | null {
  const value = error.details?.[key];
  return typeof value === 'string' ? value : null;
}

async function findMember(current: Recognised, step: ContainerStep, run: Run): Promise<Recognised> {
  const { members } = await runFormat(current, run);
  const keepName = createNameKeeper();
  for await (const member of members ?? []) {
    throwIfAborted(run.signal);
    run.budget.count(current.name, ownLimitOf(current));
    const name = nameOf(member, keepName);
    if (name !== step.name || member.kind !== step.kind) continue;
    if (member.refused) throw member.refused;
    run.onAlive();
    return recognise(name, await run.budget.open(member, name, 0), run);
  }
  throw new AppError('not_found', `“${current.name}” holds no “${step.name}” (any more).`);
}

function nameOf(member: MemberFile, keepName: (name: string) => string): string | null {
  try {
    return keepName(cleanMemberName(member.name));
  } catch {
    return null;
  }
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
