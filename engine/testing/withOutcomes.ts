import type { InputOf } from '@adiuva/contracts';
import type { EngineContract, IngestEvent, IngestedDocument, IngestResult } from '@adiuva/contracts/rpc';
import type { CallOptions, Client } from '@adiuva/wire';

type Ingesting = 'library.ingest' | 'folders.watch';

/** An ingest with the outcome of every file, in the order of their paths. */
export async function withOutcomes<Name extends Ingesting>(
  client: Client<EngineContract>,
  method: Name,
  input: InputOf<EngineContract[Name]>,
  options: CallOptions<IngestEvent> = {},
): Promise<IngestResult & { documents: IngestedDocument[] }> {
  const documents: IngestedDocument[] = [];
  const call = client.call as (
    method: Ingesting,
    input: object,
    options: CallOptions<IngestEvent>,
  ) => Promise<IngestResult>;
  const result = await call(
    method,
    { ...input, outcomes: 'all' },
    {
      ...options,
      onEvent(event) {
        if (event.type === 'documents') documents.push(...event.documents);
        options.onEvent?.(event);
      },
    },
  );
  return { ...result, documents: documents.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
