import type { WireError } from '#base';
import type { CommandName, Commands } from './commands.ts';

/**
 * Between the engine and its writing thread. Both ends are one build in one process, so messages are typed and
 * not parsed.
 */
export interface WriteRequest {
  id: number;
  command: CommandName;
  args: unknown;
}

/** Sent last, when nothing waits. */
export interface CloseRequest {
  close: true;
}

export type WriteReply =
  | { id: number; value: unknown }
  | { id: number; error: WireError }
  /** First message: the database is open and has this version's schema. */
  | { id: 0; value: { migratedFrom: number } };

/** Sent after a commit that changed what a search, or a list, can see. */
export interface IndexNews {
  indexVersion: number;
}

/** The writing side as the engine calls it: one async function per command. */
export type StorageWriter = {
  readonly [Name in CommandName]: (
    args: Parameters<Commands[Name]>[1],
  ) => Promise<ReturnType<Commands[Name]>>;
};
