export { matchSpeakers } from './matchSpeakers.ts';
export {
  type FormerSegment,
  hasConflict,
  type MergedSegment,
  mergeSegments,
} from './mergeSegments.ts';
