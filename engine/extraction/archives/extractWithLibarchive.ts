import { libarchiveWasm } from 'libarchive-wasm';
import { AppError, throwIfAborted } from '#base';
import { fileEncrypted, fileMalformed, memberTooLarge, memberUnsafe } from '../fileErrors.ts';
import type { ContainerSource, Extracted, MemberFile } from '../format.ts';
import { streamContent } from './byteStream.ts';
import { isLitter } from './litter.ts';
import { findArchiveFlaw } from './rarVolumes.ts';
import { createUnpackingGuard, type UnpackingGuard } from './unpackingLimits.ts';

const pieceBytes = 1024 * 1024;
const regularFile = 0x8000;
const folder = 0x4000;
/** A 7z of no files is its first header. What else gives nothing, libarchive gave up on without a word. */
const emptyArchiveBytes = 32;
/** What was packed from a pipe is one in the archive, or has no type at all. */
const dataTypes = new Set([regularFile, 0x1000, 0]);

/**
 * 7z and rar. libarchive wants the archive in its memory (so these have a size limit of their own), and knows its
 * members only in their order. Each archive gets an instance to itself: WebAssembly never gives memory back.
 */
export async function extractWithLibarchive(source: ContainerSource): Promise<Extracted> {
  const flaw = await findArchiveFlaw(source);
  if (flaw) throw flaw;
  return { metadata: {}, parts: [], warnings: [], members: archiveMembers(source) };
}

async function* archiveMembers(source: ContainerSource): AsyncGenerator<MemberFile> {
  const archive = await openArchive(source);
  const guard = createUnpackingGuard(source.name, source.limits, () => source.content.size);
  const finish = async (member: ArchiveMember) => {
    for (let piece = member.read(); piece.length > 0; piece = member.read())
      await pause(piece, guard, source);
  };
  let isNothing = true;
  for (let member = archive.next(); member; member = archive.next()) {
    isNothing = false;
    const { name, isFile, isFolder } = member;
    if (!isFolder && !(isFile && isLitter(name))) yield toMemberFile(member, source, guard);
    // To unpack what nobody reads is the only way past it in a solid archive, and here it is counted.
    if (isFile) await finish(member).catch(throwIfOurs);
  }
  const failure = archive.failure();
  if (archive.isEncrypted()) throw fileEncrypted(source.name, failure);
  if (failure || (isNothing && source.content.size !== emptyArchiveBytes))
    throw fileMalformed(source.name, 'a whole archive', failure);
}

/** What is wrong with a member's data is told when it is opened; limits and cancelling hold for all. */
function throwIfOurs(error: unknown): void {
  if (error instanceof AppError) throw error;
}

function toMemberFile(member: ArchiveMember, source: ContainerSource, guard: UnpackingGuard): MemberFile {
  const { name, isFile, isEncrypted } = member;
  const refused = isEncrypted
    ? fileEncrypted(name)
    : isFile
      ? undefined
      : memberUnsafe(name, 'it is a link, or no file');
  return {
    kind: 'archive',
    name,
    // Of its own packed bytes a solid archive knows nothing.
    packedSize: source.content.size,
    ...(member.size !== undefined && { size: member.size }),
    ...(refused && { refused }),
    async open(maxBytes) {
      const pieces: Uint8Array[] = [];
      let length = 0;
      for (let piece = member.read(); piece.length > 0; piece = member.read()) {
        length += piece.length;
        if (length > maxBytes) throw memberTooLarge(name, maxBytes);
        pieces.push(piece);
        await pause(piece, guard, source);
      }
      return Buffer.concat(pieces, length);
    },
  };
}

/** Unpacking is one long call after the other; between them others get their turn. */
async function pause(piece: Uint8Array, guard: UnpackingGuard, { signal }: ContainerSource): Promise<void> {
  guard.count(piece.length);
  throwIfAborted(signal);
  await new Promise<void>((resolve) => setImmediate(resolve));
}

interface ArchiveMember {
  name: string;
  isFile: boolean;
  isFolder: boolean;
  isEncrypted: boolean;
  /** As the archive says; undefined where it does not, or where it does not fit. */
  size: number | undefined;
  /** The next piece; empty at the end. @throws Error */
  read(): Uint8Array;
}

interface OpenArchive {
  next(): ArchiveMember | undefined;
  /** Some of it is behind a password. */
  isEncrypted(): boolean;
  /** Why there is no next member, where that is not because it was the last. */
  failure(): Error | undefined;
}

async function openArchive({ name, content, signal }: ContainerSource): Promise<OpenArchive> {
  const library = await libarchiveWasm();
  const heap = library.module as { HEAPU8: Uint8Array; _malloc(bytes: number): number };
  const start = heap._malloc(content.size);
  const buffer = heap._malloc(pieceBytes);
  if (start === 0 || buffer === 0) throw fileMalformed(name, 'an archive that fits into memory');
  let at = start;
  for await (const chunk of streamContent(content, signal)) {
    heap.HEAPU8.set(chunk, at);
    at += chunk.length;
  }
  const archive = library.read_new_memory(start, content.size);
  const messageOf = () => library.error_string(archive) || '';
  let failure: Error | undefined;
  let hasEncrypted = false;

  return {
    next() {
      const entry = library.read_next_entry(archive);
      if (entry === 0) {
        const message = messageOf();
        if (message !== '') failure = new Error(message);
        return undefined;
      }
      const type = library.entry_filetype(entry);
      const size = library.entry_size(entry);
      const isEncrypted = library.entry_is_encrypted(entry) !== 0;
      hasEncrypted ||= isEncrypted;
      return {
        name: library.entry_pathname(entry) || 'unnamed',
        isFile: dataTypes.has(type) && !library.entry_symlink(entry) && !library.entry_hardlink(entry),
        isFolder: type === folder,
        isEncrypted,
        size: size > 0 ? size : undefined,
        read() {
          const length = library.read_data(archive, buffer, pieceBytes);
          return heap.HEAPU8.slice(buffer, buffer + length);
        },
      };
    },
    isEncrypted: () =>
      failure !== undefined && !hasEncrypted && library.read_has_encrypted_entries(archive) > 0,
    failure: () => failure,
  };
}
