import type { AskScope, Attachment, Citation } from '@adiuva/contracts/rpc';
import type { Principal } from '#base';
import type { Passage } from './passages.ts';

/** What chat needs of the library beside a search. What the principal may not see is not there. */
export interface ChatLibrary {
  /** @throws AppError `not_found` with the name or id of what is not there, in words */
  checkScope(scope: AskScope, principal: Principal): void;
  /**
   * The documents that are handed over with a question, in their order.
   *
   * @param documents with the name that one is known by where it was handed over before
   * @throws AppError `not_found`; `unavailable` for one that is still being read; for one that could not be read, why
   */
  attachments(
    documents: readonly { documentId: string; name?: string }[],
    principal: Principal,
  ): Attachment[];
  /**
   * Everything that was read of these documents, in their order, each stretch once.
   *
   * @returns null where it is longer than `maxLength`, in UTF-16 code units
   */
  readWhole(documentIds: readonly string[], maxLength: number): Promise<Passage[] | null>;

  /** Citations whose places are narrowed to their quotes: lines of a page, rows of a table. */
  narrow(citations: readonly Citation[]): Citation[];
}
