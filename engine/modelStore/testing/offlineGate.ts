import { createNetwork } from '#network';

/** The offline switch, put on for good. */
export const offline = createNetwork({
  isOffline: () => true,
  onSwitch: () => undefined,
  record: () => undefined,
}).download('models.install');
