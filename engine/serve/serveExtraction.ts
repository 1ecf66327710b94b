import { extractionContract } from '@adiuva/contracts/workers';
import { type Port, serveContract } from '@adiuva/wire';
import { createExtractor } from '#extraction';

/** The extraction worker: reads one file at a time for the engine. No network, no database. */
export function serveExtraction(port: Port): void {
  const extractor = createExtractor();
  serveContract(
    extractionContract,
    port,
    {
      'extraction.extract'({ path, limits }, { signal, emit }) {
        return extractor.extract({ path, limits }, (part) => emit({ type: 'part', part }), {
          signal,
          onProgress: (progress) => emit({ type: 'progress', ...progress }),
          onAlive: () => emit({ type: 'alive' }),
        });
      },
      'extraction.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
