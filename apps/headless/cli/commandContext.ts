import type { EngineContract } from '@adiuva/contracts/rpc';
import { prepareHome } from '@adiuva/host/files';
import { type EngineLink, openEngine } from '@adiuva/host/session';
import type { Client } from '@adiuva/wire';
import { type Places, startEngine } from '../host/index.ts';
import { printJson, printLine, tell } from './output.ts';

export interface CommandContext {
  readonly home: string;
  readonly isJson: boolean;
  readonly places: Places;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
  /** The engine, opened at first use; `stays` where the command runs until it is stopped. */
  engine(use?: EngineUse): Promise<Client<EngineContract>>;
  link(use?: EngineUse): Promise<EngineLink>;
  /** The command's one result: `json` on stdout with --json, else `lines`. */
  result(json: unknown, lines: () => readonly string[]): void;
  /** The command did its work, but not all of it succeeded. */
  partlyFailed(): void;
  exitCode(): number;
  close(): Promise<void>;
}

export interface EngineUse {
  stays: boolean;
}

export interface CommandContextOptions {
  home: string;
  isJson: boolean;
  signal: AbortSignal;
  places: Places;
}

export function createCommandContext({
  home,
  isJson,
  signal,
  places,
}: CommandContextOptions): CommandContext {
  let link: Promise<EngineLink> | undefined;
  let exitCode = 0;

  function openLink({ stays }: EngineUse = { stays: false }): Promise<EngineLink> {
    link ??= (async () => {
      prepareHome(home);
      return openEngine({
        home,
        start: () => startEngine(home, places, stays),
        onWaiting: () =>
          tell(
            'Other programs are still using this engine; it ends when they are done (Ctrl+C ends it now).',
          ),
        signal,
      });
    })();
    return link;
  }

  return {
    home,
    isJson,
    places,
    signal,
    link: openLink,
    engine: async (use) => (await openLink(use)).client,
    result: (json, lines) => {
      if (isJson) printJson(json);
      else for (const line of lines()) printLine(line);
    },
    partlyFailed: () => {
      exitCode = 2;
    },
    exitCode: () => exitCode,
    close: async () => {
      const opened = await link?.catch(() => undefined);
      await opened?.close();
    },
  };
}
