import type { Ability, OpenedApp } from '../drivers/index.ts';

/** What a scenario finds: an app that earlier scenarios have used, and a folder of its own. */
export interface Stage {
  app: OpenedApp;
  /** Empty but for what was prepared, and removed afterwards. */
  folder: string;
}

/** One story, told once for every driver. */
export interface Scenario {
  title: string;
  needs?: readonly Ability[];
  /** A fresh data folder, where another scenario's library would change the story; the others share one app. */
  isFresh?: boolean;
  /** Why it cannot run on this machine, and what to do about it; empty when it can. */
  missing?: string;
  /** Lays out the data folder of a fresh one, before the app is opened on it. */
  prepare?(home: string, folder: string): Promise<void>;
  run(stage: Stage): Promise<void>;
}
