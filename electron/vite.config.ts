import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { packagesWithFiles } from '../scripts/packagesWithFiles.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One bundle a kind of process, so that none carries what is another's: `--mode main`, `preload` or `utility`. */
const bundles: Readonly<Record<string, { input: Record<string, string>; format: 'es' | 'cjs' }>> = {
  main: { input: { main: here('main/main.ts') }, format: 'es' },
  // A sandboxed preload is one CommonJS file that may require Electron and nothing else.
  preload: { input: { preload: here('preload/preload.ts') }, format: 'cjs' },
  utility: {
    input: Object.fromEntries(
      [
        ...['engine', 'extraction', 'pdfPages', 'ocr', 'inference', 'storage'],
        ...['media', 'speech', 'transcription'],
      ].map((name) => [name, here(`utility/${name}.ts`)]),
    ),
    format: 'es',
  },
};

export default defineConfig(({ mode }): UserConfig => {
  const bundle = bundles[mode];
  if (!bundle) throw new Error(`There is no bundle named ${mode}.`);
  const extension = bundle.format === 'cjs' ? 'cjs' : 'js';
  return {
    root: here('.'),
    build: {
      ssr: true,
      outDir: here(`../out/electron/${mode}`),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rollupOptions: {
        input: bundle.input,
        external: ['electron'],
        output: {
          format: bundle.format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunks/[name]-[hash].${extension}`,
        },
      },
    },
    ssr: { noExternal: true, external: ['electron', ...packagesWithFiles] },
  };
});
