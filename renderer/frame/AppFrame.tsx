import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnectionState } from '../client/index.ts';
import { ClosedNotice } from '../components/ClosedNotice.tsx';
import { CaptureBar } from '../windows/capture/CaptureBar.tsx';
import { CaptureCommands } from '../windows/capture/CaptureCommands.tsx';
import { CaptureProvider } from '../windows/capture/CaptureProvider.tsx';
import { useCapture } from '../windows/capture/useCapture.ts';
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
  useFocusKept(view, main);
  return (
    <AppContext value={app}>
      <IngestProvider>
        <ModelWorkProvider>
          <ChatSession>
            <CaptureProvider>
              <WindowTitle title={`${t(`nav.${view}`)} · ${t('appName')}`} />
              <div className={classes.frame} data-view={view}>
                <Navigation />
                <div className={classes.body}>
                  <div>
                    <EngineNotice />
                    <CaptureBar />
                  </div>
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
              <CaptureCommands />
              <CommandPalette />
              <ShortcutList />
              <ShellRequests />
              <Welcome />
            </CaptureProvider>
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

/** Also among the tabs of a browser it is seen that a window records. */
function WindowTitle({ title }: { title: string }) {
  const { t } = useTranslation('capture');
  const { session, elsewhere } = useCapture();
  const shown = session || elsewhere ? t('documentTitle', { title }) : title;
  useEffect(() => {
    document.title = shown;
  }, [shown]);
  return null;
}
