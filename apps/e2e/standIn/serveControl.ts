import { createControl, type StandInControl } from './control.ts';
import type { StandIn } from './createElectron.ts';

export type ControlCall = { call: number; name: keyof StandInControl; args: unknown[] };
export type ControlSaid =
  | { t: 'answer'; call: number; value?: unknown; error?: string }
  | { t: 'relaunch'; args: readonly string[] };

/** Answers the tests over the channel of the process, which main does not see. */
export function serveControl(standIn: StandIn): { relaunched(args: readonly string[]): void } {
  const send = process.send?.bind(process);
  const say = (said: ControlSaid) => {
    if (process.connected) send?.(said, undefined, undefined, () => undefined);
  };
  const control = createControl(standIn);
  process.on('message', (message: ControlCall) => void answer(message));
  // The tests have gone: nobody would end this app.
  process.on('disconnect', () => standIn.electron.app.exit(1));
  Object.assign(process, { send: undefined });

  async function answer({ call, name, args }: ControlCall): Promise<void> {
    try {
      const value = await (control[name] as (...given: unknown[]) => unknown)(...args);
      say({ t: 'answer', call, value });
    } catch (error) {
      say({
        t: 'answer',
        call,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
  return { relaunched: (args) => say({ t: 'relaunch', args }) };
}
