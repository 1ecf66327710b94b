import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { packagesWithFiles } from '../../scripts/packagesWithFiles.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The command line, its web host and the engine's workers, for Node. */
export default defineConfig({
  root: here('.'),
  build: {
    ssr: true,
    outDir: here('../../out/headless'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: {
        adiuva: here('main.ts'),
        'workers/extraction': here('workers/extraction.ts'),
        'workers/pdfPages': here('workers/pdfPages.ts'),
        'workers/ocr': here('workers/ocr.ts'),
        'workers/inference': here('workers/inference.ts'),
        'workers/storage': here('workers/storage.ts'),
        'workers/media': here('workers/media.ts'),
        'workers/speech': here('workers/speech.ts'),
        'workers/transcription': here('workers/transcription.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: packagesWithFiles },
});
