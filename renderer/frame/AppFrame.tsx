import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnectionState } from '../client/index.ts';
import { ClosedNotice } from '../components/ClosedNotice.tsx';
import { ChatSession } from '../windows/chat/session/ChatSession.tsx';
import { IngestProvider } from '../windows/library/IngestProvider.tsx';
import { ModelWorkProvider } from '../windows/models/ModelWork.tsx';
import { SettingsCommands } from '../windows/settings/SettingsCommands.tsx';
import { Viewer } from '../windows/viewer/Viewer.tsx';
import { Welcome } from '../windows/welcome/Welcome.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { CrashGuard } from './CrashGuard.tsx';
import { type Command, useCommand } from './commands.ts';
import { EngineNotice } from './EngineNotice.tsx';
import classes from './frame.module.css';
import { Navigation } from './Navigation.tsx';
import { ShellRequests } from './ShellRequests.tsx';
import { ShortcutList } from './ShortcutList.tsx';
import { type AppApi, AppContext, useApp } from './useApp.ts';
import { useFocusKept } from './useFocusKept.ts';
import { usePlace } from './usePlace.ts';
import { type ViewEntry, views } from './views.ts';

/** The main window: the way between the views, the one that is shown, and the document beside it. */
export function AppFrame() {
  const app = usePlace();
  const isRefused = useConnectionState() === 'refused';
  if (isRefused) return <ClosedNotice reason="expired" />;
  return <Frame app={app} />;
}

function Frame({ app }: { app: AppApi }) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const { view } = app.place;
  const shown = views.find((entry) => entry.view === view) ?? views[0];
  const title = `${t(`nav.${view}`)} · ${t('appName')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useFocusKept(view, main);
  return (
    <AppContext value={app}>
      <IngestProvider>
        <ModelWorkProvider>
          <ChatSession>
            <div className={classes.frame} data-view={view}>
              <Navigation />
              <div className={classes.body}>
                <EngineNotice />
                <div className={classes.columns} data-with-viewer={app.viewer !== null}>
                  <main className={classes.main} ref={main} tabIndex={-1}>
                    {shown && (
                      <CrashGuard key={shown.view}>
                        <shown.Window />
                      </CrashGuard>
                    )}
                  </main>
                  {app.viewer && (
                    <CrashGuard key={app.viewer.documentId}>
                      <Viewer target={app.viewer} onClose={app.closeDocument} />
                    </CrashGuard>
                  )}
                </div>
              </div>
            </div>
            {views.map((entry) => (
              <ViewCommand key={entry.view} entry={entry} />
            ))}
            <SettingsCommands />
            <CommandPalette />
            <ShortcutList />
            <ShellRequests />
            <Welcome />
          </ChatSession>
        </ModelWorkProvider>
      </IngestProvider>
    </AppContext>
  );
}

function ViewCommand({ entry: { view, Icon, shortcut } }: { entry: ViewEntry }) {
  const { t } = useTranslation();
  const { go } = useApp();
  const command: Command = {
    id: `go.${view}`,
    label: t(`nav.${view}`),
    group: 'go',
    shortcut,
    icon: <Icon size={18} aria-hidden />,
    run: () => go({ view }),
  };
  useCommand(command);
  return null;
}
