export { listSummaries, putSummary, removeSummary, type SummaryRecord } from './summaries.ts';
