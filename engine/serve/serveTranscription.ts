import { transcriptionContract } from '@adiuva/contracts/workers';
import { type Port, serveContract } from '@adiuva/wire';
import { createTranscriber, type TranscriberOptions, watchComputing } from '#transcription';

/** The transcription worker: hears one stretch at a time for the engine. Nothing loads until it is asked for. */
export function serveTranscription(port: Port, options: TranscriberOptions = {}): void {
  const transcriber = createTranscriber(options);
  serveContract(
    transcriptionContract,
    port,
    {
      'transcription.devices': async () => ({ devices: await transcriber.devices() }),
      async 'transcription.transcribe'(input, { emit }) {
        const stopWatching = watchComputing(() => emit({ type: 'alive' }));
        try {
          return await transcriber.transcribe(input, (fraction) => emit({ type: 'progress', fraction }));
        } finally {
          stopWatching();
        }
      },
      async 'transcription.unload'() {
        await transcriber.unload();
        return {};
      },
      'transcription.ping': () => ({ rssBytes: process.memoryUsage.rss(), loaded: transcriber.loaded() }),
    },
    undefined,
  );
}
