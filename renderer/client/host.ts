import type { AppTarget } from '@adiuva/contracts';
import type { ShellContract, ShellEvent, ShellInfo } from '@adiuva/contracts/shell';
import type { Client } from '@adiuva/wire';

export interface HostInfo {
  /** A folder on the machine of the engine, for a first start; null where there is none. */
  sampleLibrary: string | null;
  /** Of one file that is sent; infinite where files are read in place. */
  maxUploadBytes: number;
}

/** The desktop around a window, where there is one. */
export interface Shell {
  call: Client<ShellContract>['call'];
  /** As last told; it is asked for before the window opens. */
  info(): ShellInfo;
  /** @returns what ends the subscription */
  onEvent(listener: (event: ShellEvent) => void): () => void;
}

/**
 * What a window asks of the program it runs in rather than of the engine: a browser page and a desktop window each
 * have their own way. What only a desktop can do is behind `shell`, which is null in a browser.
 */
export interface Host {
  readonly shell: Shell | null;
  /** @throws AppError `forbidden` when the token is not of this launch; `unavailable` when nobody answers. */
  info(): Promise<HostInfo>;
  /** Where a dropped or picked file lies on the engine's machine; a browser sends it there first. */
  pathOf(file: File, signal: AbortSignal): Promise<string>;
  /** Only https and mailto; the caller has asked the person, where the host does not ask by itself. */
  openExternal(url: string): void;
  /** @returns whether it was saved: the person may choose not to */
  saveText(name: string, text: string): Promise<boolean>;
  /** Prints what the window shows with its style for print; a browser opens its own dialog. */
  print(name: string): Promise<boolean>;
  /** @throws AppError `forbidden` when the browser, or its person, does not allow it */
  readClipboard(): Promise<string>;
  /** Brings up the main window at a place. */
  openMain(target: AppTarget): void;
  openQuickChat(): void;
  /** Quick-chat goes out of sight. */
  hide(): void;
}
