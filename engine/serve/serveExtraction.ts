import { extractionContract } from '@adiuva/contracts/workers';
import { encodeBitmap } from '@adiuva/native/images';
import { type Port, serveContract } from '@adiuva/wire';
import { createExtractor, type ExtractorOptions } from '#extraction';

/** The extraction worker: reads one file at a time for the engine. No network, no database. */
export function serveExtraction(port: Port, options?: ExtractorOptions): void {
  const extractor = createExtractor(options);
  serveContract(
    extractionContract,
    port,
    {
      'extraction.extract'(input, { signal, emit }) {
        return extractor.extract(input, (part) => emit({ type: 'part', part }), {
          signal,
          onProgress: (progress) => emit({ type: 'progress', ...progress }),
          onAlive: () => emit({ type: 'alive' }),
        });
      },
      async 'extraction.render'({ path, limits, picture, maxSize }, { signal, emit }) {
        const onAlive = () => emit({ type: 'alive' });
        const { within = [], page = 1 } = picture;
        const drawable = await extractor.openDrawable({ path, limits }, within, { signal, onAlive });
        return { bytes: new Uint8Array(await encodeBitmap(await drawable.draw(page, { maxSize }), 'webp')) };
      },
      'extraction.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
