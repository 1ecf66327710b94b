export { type SegmentForIndex, transcriptForIndex } from './transcriptForIndex.ts';
