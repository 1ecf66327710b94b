import type { ShellEvent, ShellInfo } from '@adiuva/contracts/shell';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Shell } from './host.ts';
import { useConnection } from './useConnection.ts';

/** The desktop around this window and what it last told of itself; null in a browser. */
export function useShell(): { call: Shell['call']; info: ShellInfo } | null {
  const { shell } = useConnection().host;
  const subscribe = useCallback(
    (changed: () => void) =>
      shell?.onEvent(({ type }) => {
        if (type === 'info') changed();
      }) ?? (() => undefined),
    [shell],
  );
  const info = useSyncExternalStore(subscribe, () => shell?.info() ?? null);
  return shell && info ? { call: shell.call, info } : null;
}

/** Hears what the desktop tells by itself; never called in a browser. */
export function useShellEvents(onEvent: (event: ShellEvent) => void): void {
  const { shell } = useConnection().host;
  const listener = useRef(onEvent);
  useEffect(() => {
    listener.current = onEvent;
  });
  useEffect(() => shell?.onEvent((event) => listener.current(event)), [shell]);
}
