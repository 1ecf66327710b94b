import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';

/** Everything that is known of a document, but its text. */
export type ShownDocument = OutputOf<EngineContract['library.show']>;
