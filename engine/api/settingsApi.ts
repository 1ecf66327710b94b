import type { settingsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import type { Principal } from '#base';
import type { SettingsStore } from '#settings';
import { requireLocalUser } from './jobsApi.ts';
import { untilStopped } from './untilStopped.ts';

/** Only the local user sees and changes how the app behaves. */
export function createSettingsApi(settings: SettingsStore): Handlers<typeof settingsRpc, Principal> {
  return {
    'settings.read'(_input, { caller }) {
      requireLocalUser(caller);
      return settings.current();
    },
    'settings.change'(changes, { caller }) {
      requireLocalUser(caller);
      return settings.change(changes);
    },
    'settings.follow'(_input, { caller, signal, emit }) {
      requireLocalUser(caller);
      emit(settings.current());
      return untilStopped(signal, settings.listen(emit));
    },
  };
}
