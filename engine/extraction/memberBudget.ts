import type { ExtractionLimits } from '@adiuva/contracts/workers';
import { AppError } from '#base';
import { fileBomb, fileTooLarge } from './fileErrors.ts';
import type { MemberFile } from './format.ts';

/** Unpacked to packed bytes; text packs 20 to 1, empty tables 200 to 1, a bomb 1,000 to 1 and more. */
const maxRatio = 400;
/** Under this many bytes no ratio is worth a thought. */
const harmlessBytes = 16 * 1024 * 1024;

/** One may be a disk image that is empty; after so many the rest is not looked at. */
const maxBombs = 20;
/** What may be in memory of members within members, in files of the largest kind. */
const heldFactor = 3;

/** What the members of one file on disk may cost together, however deep they are nested. */
export interface MemberBudget {
  /**
   * Unpacks a member within what is left.
   *
   * @param held bytes of the members around it, which stay in memory until it is read
   * @throws AppError `file_bomb` when it or all of them are beyond reason, `file_too_large`
   */
  open(member: MemberFile, name: string, held: number): Promise<Uint8Array>;
  /**
   * Counts a member, opened or not.
   *
   * @param ownLimit how many a container of this kind may hold, where those do not count with the others
   * @throws AppError `file_bomb`
   */
  count(containerName: string, ownLimit?: number): void;
}

export function createMemberBudget(limits: ExtractionLimits): MemberBudget {
  // The largest kind: what a member is shows only when it is open, and its own limit holds from then on.
  const largest = Math.max(limits.maxBytes.document, limits.maxBytes.image);
  let members = 0;
  let allMembers = 0;
  let plainMembers = 0;
  let unpacked = 0;
  let bombs = 0;
  return {
    count(containerName, ownLimit) {
      if (bombs > maxBombs)
        throw fileBomb(containerName, 'it holds many files that unpack to many times their size');
      // Each mail of a mailbox may hold as much as a file does; all of them ten times that.
      const isPlain = ownLimit !== undefined;
      if (isPlain) members = 0;
      const count = isPlain ? ++plainMembers : ++members;
      if (!isPlain) allMembers++;
      const most = ownLimit ?? limits.maxMembers;
      if (count > most || allMembers > limits.maxMembers * 10)
        throw fileBomb(containerName, `it holds more than ${most.toLocaleString('en')} files`);
    },
    async open(member, name, held) {
      const left = limits.maxUnpackedBytes - unpacked;
      if (left <= 0) throw exhausted(name, limits);
      const { size, packedSize } = member;
      const most = Math.min(largest, largest * heldFactor - held);
      if (most <= 0) throw fileBomb(name, 'it lies in too many large files within each other');
      if (size !== undefined && packedSize !== undefined && isBeyondReason(size, packedSize))
        throw beyondReason(name);
      if (size !== undefined && size > most) throw fileTooLarge(name, size, most);
      const bytes = await member.open(Math.min(left, most)).catch((error: unknown) => {
        unpacked += Math.min(left, most, size ?? most);
        if (left < most && error instanceof AppError && error.code === 'file_too_large')
          throw exhausted(name, limits);
        throw error;
      });
      unpacked += bytes.length;
      if (packedSize !== undefined && isBeyondReason(bytes.length, packedSize)) throw beyondReason(name);
      return bytes;
    },
  };

  function beyondReason(name: string): AppError {
    bombs++;
    return fileBomb(name, 'it unpacks to many times its size');
  }
}

function isBeyondReason(unpacked: number, packed: number): boolean {
  return unpacked > harmlessBytes && unpacked / Math.max(1, packed) > maxRatio;
}

function exhausted(name: string, limits: ExtractionLimits): AppError {
  const gigabytes = Math.round((limits.maxUnpackedBytes / 1024 ** 3) * 10) / 10;
  return fileBomb(name, `all that is packed together comes to more than ${gigabytes} GB`);
}
