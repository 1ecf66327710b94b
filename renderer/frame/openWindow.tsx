import '../client/strictPolicy.ts';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '../page.css';
import type { InterfaceLanguage } from '@adiuva/contracts/rpc';
import { Badge, createTheme, MantineProvider, Modal, Skeleton } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { setNonce } from 'get-nonce';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { ConnectionContext, openConnection } from '../client/index.ts';
import { ClosedNotice } from '../components/ClosedNotice.tsx';
import { createMessages, languageNames, speak, systemLanguage } from '../messages/index.ts';
import { CommandContext, createCommandRegistry } from './commands.ts';
import { rememberedLanguage, SettingsProvider } from './SettingsProvider.tsx';

const theme = createTheme({
  primaryColor: 'teal',
  // White on it is 5 to 1, in both schemes; Mantine picks the text for the light one and keeps it in the dark.
  primaryShade: { light: 9, dark: 9 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // A bare element may not have a name; what stands for text that is on its way has one.
  components: {
    Skeleton: Skeleton.extend({ defaultProps: { role: 'group' } }),
    // Capitals are hard to read, and some scripts have none.
    Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
    Modal: Modal.extend({ styles: { title: { fontWeight: 600, overflowWrap: 'anywhere' } } }),
  },
});

function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** What every window stands in: theme, words, settings, commands and the connection. */
export async function openWindow(content: ReactNode): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no root.');
  // What keeps the page still behind a dialog writes a style element of its own.
  setNonce(styleNonce());
  const messages = createMessages();
  const remembered = localStorage.getItem(rememberedLanguage) ?? '';
  const language = Object.hasOwn(languageNames, remembered)
    ? (remembered as InterfaceLanguage)
    : systemLanguage();
  const [connection] = await Promise.all([
    openConnection(),
    // Words in English are better than no window.
    speak(messages, language).catch(() => undefined),
  ]);
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={messages}>
        <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
          {connection ? (
            <ConnectionContext value={connection}>
              <CommandContext value={createCommandRegistry()}>
                <SettingsProvider>
                  <ModalsProvider>
                    <Notifications position="bottom-right" />
                    {content}
                  </ModalsProvider>
                </SettingsProvider>
              </CommandContext>
            </ConnectionContext>
          ) : (
            <ClosedNotice reason="noToken" />
          )}
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>,
  );
}
