import { useHotkeys } from '@mantine/hooks';
import { createContext, type ReactNode, useContext, useEffect, useRef, useSyncExternalStore } from 'react';

/** Something a person can do, by the palette and, where it has a shortcut, by a key. */
export interface Command {
  /** `chat.new`: stays the same in every language. */
  id: string;
  label: string;
  group: 'go' | 'actions';
  /** In Mantine's words: `mod+K`, where mod is ⌘ on a Mac and Ctrl elsewhere. */
  shortcut?: string | undefined;
  /** The part that brings it hears the key by itself, where the focus is in that part. */
  isShortcutShownOnly?: boolean | undefined;
  icon?: ReactNode;
  run(): void;
}

export interface CommandRegistry {
  add(command: Command): () => void;
  /** Runs a command by its id: now, or as soon as the part of the window that brings it is there. */
  run(id: string): void;
  list(): readonly Command[];
  subscribe(listener: () => void): () => void;
}

/** What can be done now: each part of the window brings its own commands while it is there. */
export function createCommandRegistry(): CommandRegistry {
  const listeners = new Set<() => void>();
  let commands: readonly Command[] = [];
  let awaited: string | null = null;
  const set = (next: readonly Command[]) => {
    commands = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    add(command) {
      set([...commands.filter(({ id }) => id !== command.id), command]);
      if (awaited === command.id) {
        awaited = null;
        // After the part that brings it stands as a whole.
        setTimeout(() => commands.find(({ id }) => id === command.id)?.run());
      }
      return () => set(commands.filter((other) => other !== command));
    },
    run(id) {
      const known = commands.find((command) => command.id === id);
      awaited = known ? null : id;
      known?.run();
    },
    list: () => commands,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const CommandContext = createContext<CommandRegistry>(createCommandRegistry());

/** Offers a command while the component is there; null offers none. Its shortcut works outside of text fields, too. */
export function useCommand(command: Command | null): void {
  const registry = useContext(CommandContext);
  const latest = useRef(command);
  useEffect(() => {
    latest.current = command;
  });
  const { id, label, group, shortcut, isShortcutShownOnly } = command ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is read when it is done
  useEffect(() => {
    const own = latest.current;
    if (!own) return;
    return registry.add({ ...own, run: () => latest.current?.run() });
  }, [registry, id, label, group, shortcut]);
  useShortcut(isShortcutShownOnly ? undefined : shortcut, () => latest.current?.run());
}

/** Runs on a key, in text fields only where it has a modifier. What lies behind an open dialog is left alone. */
export function useShortcut(shortcut: string | undefined, run: () => void): void {
  useHotkeys(
    shortcut
      ? [
          [
            shortcut,
            (event) => {
              if (document.querySelector('[aria-modal="true"]')) return;
              event.preventDefault();
              run();
            },
            { preventDefault: false },
          ],
        ]
      : [],
    // With a modifier it cannot be meant as text.
    shortcut && /mod|ctrl|alt/i.test(shortcut) ? [] : undefined,
  );
}

export function useCommands(): readonly Command[] {
  const { subscribe, list } = useContext(CommandContext);
  return useSyncExternalStore(subscribe, list);
}

/** Runs what other parts of the window bring. */
export function useRunCommand(): (id: string) => void {
  return useContext(CommandContext).run;
}
