import type { Ability, OpenedApp } from '../drivers/index.ts';

/** What a scenario finds: an app that earlier scenarios have used, and a folder of its own. */
export interface Stage {
  app: OpenedApp;
  /** Empty, and removed afterwards. */
  folder: string;
}

/** One story, told once for every driver. */
export interface Scenario {
  title: string;
  needs?: readonly Ability[];
  /** A fresh data folder, where another scenario's library would change the story; the others share one app. */
  isFresh?: boolean;
  run(stage: Stage): Promise<void>;
}
