import type { DocumentMetadata } from '@adiuva/contracts';
import type { FlowWriter } from '../office/flowWriter.ts';

export interface RstReading {
  metadata: DocumentMetadata;
  /** Directives that ask for another file. */
  included: number;
}

export interface RstContext extends RstReading {
  writer: FlowWriter;
  /** Styles of section titles in the order they came; their index is their level. */
  styles: string[];
  /** Nothing but a title has been written. */
  isAtStart: boolean;
}

/** Where lines stand: what encloses them decides how they are written. */
export interface Place {
  depth: number;
  /** Of lists around it. */
  listLevel: number;
  isQuote: boolean;
}
