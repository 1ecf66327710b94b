import type { UpdateState } from '@adiuva/contracts/shell';

/** What looks for a newer version, and fetches and installs it when the person says so. */
export interface Updater {
  state(): UpdateState;
  onState(listener: (state: UpdateState) => void): void;
  check(): Promise<UpdateState>;
  download(): Promise<UpdateState>;
  /** Ends the program and starts the new one. @param onFailure it was not installed: this one is still there */
  install(onFailure: () => void): void;
}

/** Where there is nothing to update. @param reason for the person */
export function createNoUpdater(reason: () => string): Updater {
  const state = (): UpdateState => ({ state: 'unsupported', reason: reason() });
  return {
    state,
    onState: () => undefined,
    check: async () => state(),
    download: async () => state(),
    install: () => undefined,
  };
}
