import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pdfAssets } from './pdfAssets.ts';

const here = dirname(fileURLToPath(import.meta.url));

export default defineConfig({
  root: here,
  plugins: [react(), pdfAssets()],
  // The host puts each response's own nonce here.
  html: { cspNonce: '__ADIUVA_NONCE__' },
  build: {
    rolldownOptions: {
      input: { main: join(here, 'index.html'), quickChat: join(here, 'quickChat.html') },
    },
    outDir: join(here, '..', 'out', 'renderer'),
    emptyOutDir: true,
    // Browsers that know light-dark(): rewritten for older ones it would not follow the page's colour scheme.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // Everything is a file of its own: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
