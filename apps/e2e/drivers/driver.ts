import type { Page } from 'playwright-core';
import type { RemoteControl } from '../standIn/index.ts';

/** What not every host has, or not every driver can reach. */
export type Ability =
  /** Windows of the desktop: quick-chat, the tray, the menu, dialogs of the system. */
  | 'desktop'
  /** The process of the engine can be killed apart from the window's host, which revives it. */
  | 'engineRevival';

export type WorkerRole = 'engine' | 'extraction' | 'ocr' | 'inference';

/** The world around a desktop app, as far as a driver reaches it. */
export type Outside = Pick<
  RemoteControl,
  | 'windows'
  | 'closeWindow'
  | 'pressShortcut'
  | 'shortcuts'
  | 'takeShortcut'
  | 'tray'
  | 'clickTray'
  | 'clickTrayMenu'
  | 'menu'
  | 'clickMenu'
  | 'answerDialog'
  | 'dialogs'
  | 'opened'
  | 'notifications'
  | 'clickNotification'
  | 'openUrl'
  | 'openFile'
  | 'setDark'
  | 'setClipboard'
  | 'missing'
>;

/** An app that runs on a fresh data folder. */
export interface OpenedApp {
  readonly home: string;
  /** The main window. Another object after `restart`. */
  page(): Page;
  /** The window of quick-chat, once main has made it. Only with the ability `desktop`. */
  quickChat(): Promise<Page>;
  readonly outside: Outside;
  /** Answers the question for a folder or files that `ask` brings up: the system's dialog, or a field of the page. */
  answerPath(path: string, ask: () => Promise<void>): Promise<void>;
  /** Starts the program once more, as a person who clicks its icon, or a link. Only with the ability `desktop`. */
  startAgain(...args: string[]): Promise<void>;
  processes(): Promise<{ role: WorkerRole; pid: number }[]>;
  /** Ends everything at once, as a machine that loses power, and opens it again. */
  crashAndReopen(): Promise<void>;
  /** Errors of the page and of its policy so far; taken out by reading. */
  takeComplaints(): string[];
  /** What any page asked of other places than the app, let through or not. */
  strayRequests(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Driver {
  readonly name: string;
  /** Why it cannot run on this machine, and what to do about it; empty when it can. */
  readonly missing: string;
  /** What it cannot do, and why. */
  readonly cannot: Partial<Record<Ability, string>>;
  open(home: string): Promise<OpenedApp>;
}
