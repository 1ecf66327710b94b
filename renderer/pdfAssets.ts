import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const folders: Readonly<Record<string, RegExp>> = {
  cmaps: /\.bcmap$|^LICENSE/,
  // Of the standard fonts and their licences all.
  standard_fonts: /\.(pfb|ttf)$|^LICENSE/,
  // Decoders that need no WebAssembly: the page's policy does not have to allow it.
  wasm: /_nowasm_fallback\.js$|^LICENSE_(JBIG2|OPENJPEG|PDFJS_JBIG2|PDFJS_OPENJPEG)$/,
};

/** What pdf.js reads when a PDF needs it, as files of ours beside the page: nothing is fetched from elsewhere. */
export function pdfAssets(): Plugin {
  return {
    name: 'adiuva:pdf-assets',
    apply: 'build',
    generateBundle() {
      const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
      for (const [folder, wanted] of Object.entries(folders))
        for (const name of readdirSync(join(root, folder)).filter((one) => wanted.test(one)))
          this.emitFile({
            type: 'asset',
            fileName: `assets/pdf/${folder}/${name}`,
            source: readFileSync(join(root, folder, name)),
          });
    },
  };
}
