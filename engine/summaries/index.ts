export { createSummaries, type SpokenRecording, type Summaries } from './createSummaries.ts';
export type { SpokenLine } from './transcriptWindows.ts';
