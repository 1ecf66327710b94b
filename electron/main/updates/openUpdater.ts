import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createSignedUpdater, type SignedUpdaterOptions } from './createSignedUpdater.ts';
import { createNoUpdater, type Updater } from './updater.ts';

const manifestSchema = z.object({ updates: z.object({ url: z.url(), key: z.string().min(1) }).optional() });

/**
 * The updater of this copy. Where a copy is packed, its manifest says where releases lie and who signs them.
 * @param appFolder of the program's own package.json
 */
export function openUpdater(
  appFolder: string,
  isPackaged: boolean,
  options: Omit<SignedUpdaterOptions, 'load'> & { fromCheckout(): string },
): Updater {
  if (!isPackaged) return createNoUpdater(options.fromCheckout);
  const manifest: unknown = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  const source = manifestSchema.safeParse(manifest).data?.updates;
  if (!source) return createNoUpdater(() => options.words().unsupported);
  return createSignedUpdater({
    ...options,
    async load() {
      // Only now: the library is half of what main would be loaded with at every start.
      const { signedProvider } = await import('./signedProvider.ts');
      const library = await import('electron-updater');
      // The library asks a file that the package of a distribution was made with, beside the same files.
      const updater = process.env.APPIMAGE ? new library.AppImageUpdater() : library.autoUpdater;
      updater.setFeedURL({ provider: 'custom', updateProvider: signedProvider(source) });
      return updater;
    },
  });
}
