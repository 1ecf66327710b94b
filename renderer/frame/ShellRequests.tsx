import { useShellEvents } from '../client/index.ts';
import { useIngest } from '../windows/library/useIngest.ts';
import { palette } from './CommandPalette.tsx';
import { useRunCommand } from './commands.ts';
import { useApp, type View } from './useApp.ts';

/** What the desktop asks of the main window: places, files that were opened with it, items of its menu. */
export function ShellRequests() {
  const { place, go, viewer } = useApp();
  const run = useRunCommand();
  const { addPaths } = useIngest();

  function inView(view: View, command: string): void {
    if (place.view !== view) go({ view });
    run(command);
  }

  useShellEvents((event) => {
    if (event.type === 'open') go(event.target);
    if (event.type === 'files') {
      addPaths(event.paths, null);
      go({ view: 'library' });
    }
    if (event.type !== 'command') return;
    if (event.command === 'palette') palette.open();
    if (event.command === 'newChat') inView('chat', 'chat.new');
    if (event.command === 'addFolder') inView('library', 'library.addFolder');
    if (event.command === 'find') {
      // A document that is open is where people look first.
      if (viewer) run('viewer.find');
      else if (place.view === 'chat') run('chat.search');
      else inView('library', 'library.search');
    }
  });
  return null;
}
