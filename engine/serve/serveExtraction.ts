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
      'extraction.extract': ({ path, limits }, { signal, emit }) =>
        extractor.extract({ path, limits }, { signal, onProgress: emit }),
      'extraction.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
