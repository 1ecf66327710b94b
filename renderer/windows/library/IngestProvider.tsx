import type { ReactNode } from 'react';
import { IngestContext, useIngestRuns } from './useIngest.ts';

/** Above the views: a run goes on, and is still told of, when another view is shown. */
export function IngestProvider({ children }: { children: ReactNode }) {
  return <IngestContext value={useIngestRuns()}>{children}</IngestContext>;
}
