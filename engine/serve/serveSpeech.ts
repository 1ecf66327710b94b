import { speechContract } from '@adiuva/contracts/workers';
import { type Port, serveContract } from '@adiuva/wire';
import { diarize, embedVoice, findVoice } from '#speech';

/** The speech worker: answers `speechContract` on a port. Models load with a call and go with it. */
export function serveSpeech(port: Port): void {
  serveContract(
    speechContract,
    port,
    {
      'speech.findVoice': ({ pcm, options }, { signal, emit }) =>
        findVoice(pcm, options, { signal, onProgress: emit }),
      'speech.diarize': (input, { signal, emit }) => diarize(input, { signal, onProgress: emit }),
      'speech.embed': (input, { signal }) => embedVoice(input, signal),
      'speech.ping': () => ({ rssBytes: process.memoryUsage.rss() }),
    },
    undefined,
  );
}
