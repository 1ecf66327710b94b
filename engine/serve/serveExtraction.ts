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
      async 'extraction.extract'({ path, limits }, { signal, emit }) {
        const { parts, ...rest } = await extractor.extract(
          { path, limits },
          { signal, onProgress: (progress) => emit({ type: 'progress', ...progress }) },
        );
        for (const part of parts) emit({ type: 'part', part });
        return { ...rest, partCount: parts.length };
      },
      'extraction.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
