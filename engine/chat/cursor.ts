import { z } from 'zod';
import { AppError } from '#base';
import type { ConversationCursor } from '#storage';

const cursorSchema = z.tuple([z.number(), z.number()]);

/** Opaque to callers: where a page of conversations ended. */
export function writeCursor({ updatedAt, rowId }: ConversationCursor): string {
  return Buffer.from(JSON.stringify([updatedAt, rowId])).toString('base64url');
}

/** @throws AppError `invalid_input` */
export function readCursor(text: string): ConversationCursor {
  try {
    const [updatedAt, rowId] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { updatedAt, rowId };
  } catch {
    throw new AppError(
      'invalid_input',
      'This is not where a page of conversations ended. Begin with the first page.',
    );
  }
}
