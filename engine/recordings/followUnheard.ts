import type { Log } from '#ports';
import type { SettingsStore } from '#settings';
import type { Reindex } from './reindex.ts';
import type { SpeechSetup } from './speechSetup.ts';

export interface UnheardFollower {
  /** A model may be there by now: what waited for one is put in the queue. */
  look(): void;
  close(): void;
}

/** Has recordings heard that could not be, and cut anew when they are to be cut another way. */
export function followUnheard(deps: {
  settings: Pick<SettingsStore, 'current' | 'listen'>;
  setup: Pick<SpeechSetup, 'installed'>;
  reindex: Reindex;
  log: Log;
}): UnheardFollower {
  const { settings, setup, reindex, log } = deps;
  let known = settings.current();
  let isClosed = false;

  function inBackground(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      if (!isClosed) log.warn('recordings.not_queued', { message: String(error) });
    });
  }

  function look(): void {
    inBackground(async () => {
      if ((await setup.installed()).length > 0 && !isClosed) await reindex.ofUnheard('model');
    });
  }

  const stop = settings.listen((next) => {
    const before = known;
    known = next;
    if (next.recordingModel !== before.recordingModel) look();
    if (next.recordingMaxMegabytes > before.recordingMaxMegabytes)
      inBackground(() => reindex.ofUnheard('size'));
    if (next.recordingChunking !== before.recordingChunking) inBackground(() => reindex.ofAll());
  });

  return {
    look,
    close() {
      isClosed = true;
      stop();
    },
  };
}
