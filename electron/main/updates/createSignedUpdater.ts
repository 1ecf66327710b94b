import type { UpdateState } from '@adiuva/contracts/shell';
import type { Log } from '@adiuva/engine/ports';
import type { AppUpdater } from 'electron-updater';
import type { Updater } from './updater.ts';
import { UpdateSignatureError } from './updateSignatureError.ts';

/** Why an update did not come, for the person. */
export interface UpdateWords {
  unsupported: string;
  offline: string;
  badSignature: string;
  incomplete: string;
  unreachable: string;
}

export interface SignedUpdaterOptions {
  /** Loaded when first asked; its feed is set: `setFeedURL` with `signedProvider`. */
  load(): Promise<AppUpdater>;
  words(): UpdateWords;
  isOffline(): boolean;
  log: Log;
  now(): number;
}

/**
 * Looks for a newer version, fetches and installs it: each only when it is asked to. What was said of it is signed, and
 * what was fetched is what was said; an older version is never taken.
 */
export function createSignedUpdater({ load, words, isOffline, log, now }: SignedUpdaterOptions): Updater {
  let loading: Promise<AppUpdater> | undefined;
  let state: UpdateState = { state: 'idle', checkedAt: null };
  let listener: (state: UpdateState) => void = () => undefined;
  const enter = (next: UpdateState): UpdateState => {
    state = next;
    listener(next);
    return next;
  };

  function fail(error: unknown): UpdateState {
    const { unreachable, badSignature, incomplete } = words();
    const code = (error as { code?: unknown } | null)?.code;
    log.warn('update.failed', {
      code: typeof code === 'string' ? code : String((error as Error | null)?.name),
    });
    if (error instanceof UpdateSignatureError) return enter({ state: 'failed', reason: badSignature });
    const isWrong = code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_NO_CHECKSUM';
    const wasDownloading = state.state === 'downloading';
    return enter({ state: 'failed', reason: isWrong || wasDownloading ? incomplete : unreachable });
  }

  async function prepare(): Promise<AppUpdater> {
    const updater = await load();
    updater.autoDownload = false;
    updater.autoInstallOnAppQuit = false;
    updater.allowDowngrade = false;
    updater.allowPrerelease = false;
    updater.disableWebInstaller = true;
    updater.logger = null;
    // Failures are told by the promises.
    updater.on('error', () => undefined);
    updater.on('download-progress', ({ transferred, total }) => {
      if (state.state !== 'downloading') return;
      enter({ ...state, receivedBytes: transferred, totalBytes: total > 0 ? total : null });
    });
    return updater;
  }
  const updater = () => (loading ??= prepare());

  return {
    state: () => state,
    onState: (next) => {
      listener = next;
    },
    async check() {
      if (state.state === 'checking' || state.state === 'downloading' || state.state === 'ready')
        return state;
      if (isOffline()) return enter({ state: 'failed', reason: words().offline });
      enter({ state: 'checking' });
      try {
        const found = await (await updater()).checkForUpdates();
        // Of a copy that another program installs and updates: a distribution's package, a checkout.
        if (!found) return enter({ state: 'unsupported', reason: words().unsupported });
        if (!found.isUpdateAvailable) return enter({ state: 'idle', checkedAt: now() });
        const { version, releaseNotes } = found.updateInfo;
        return enter({
          state: 'available',
          version,
          notes: typeof releaseNotes === 'string' ? releaseNotes : null,
        });
      } catch (error) {
        return fail(error);
      }
    },
    async download() {
      if (state.state !== 'available') return state;
      if (isOffline()) return enter({ state: 'failed', reason: words().offline });
      const { version } = state;
      enter({ state: 'downloading', version, receivedBytes: 0, totalBytes: null });
      try {
        await (await updater()).downloadUpdate();
        return enter({ state: 'ready', version });
      } catch (error) {
        return fail(error);
      }
    },
    install(onFailure) {
      if (state.state !== 'ready') return;
      void loading?.then((ready) => {
        ready.once('error', (error) => {
          fail(error);
          onFailure();
        });
        ready.quitAndInstall(false, true);
      });
    },
  };
}
