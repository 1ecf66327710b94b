import { extractionContract } from '@adiuva/contracts/workers';
import { encodeBitmap } from '@adiuva/native/images';
import { type Port, serveContract } from '@adiuva/wire';
import { createExtractor, type ExtractorOptions } from '#extraction';

/** Of a file inside a file, in one message: more would hold its receiver. */
const pieceBytes = 256 * 1024;

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
      async 'extraction.openMember'({ path, limits, within }, { signal, emit }) {
        const onAlive = () => emit({ type: 'alive' });
        const { mediaType, bytes } = await extractor.openMember({ path, limits }, within, {
          signal,
          onAlive,
        });
        for (let at = 0; at < bytes.length; at += pieceBytes)
          emit({ type: 'bytes', bytes: bytes.slice(at, at + pieceBytes) });
        return { mediaType, size: bytes.length };
      },
      'extraction.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
