import type { Extracted } from '../format.ts';

/** A recording before it is heard: one part that waits for its words. */
export function unheardRecording(): Extracted {
  return {
    metadata: {},
    parts: [
      {
        kind: 'recording',
        text: '',
        blocks: [],
        locator: { kind: 'time', part: 0, start: 0, end: 0, startMs: 0, endMs: 0 },
        awaitsTranscription: true,
      },
    ],
    warnings: [],
  };
}
