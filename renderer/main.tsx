import './client/strictPolicy.ts';
import '@mantine/core/styles.css';
import '@mantine/dropzone/styles.css';
import './page.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { ConnectionContext, createConnection, takeLaunchToken } from './client/index.ts';
import { ClosedNotice } from './components/ClosedNotice.tsx';

const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});

function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

const token = takeLaunchToken();
const connection = token === null ? null : createConnection(token);
const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      {connection ? (
        <ConnectionContext value={connection}>
          <App />
        </ConnectionContext>
      ) : (
        <ClosedNotice reason="no-token" />
      )}
    </MantineProvider>
  </StrictMode>,
);
