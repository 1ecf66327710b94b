import type { Block } from '@adiuva/contracts';

/** A block of flowing text; a heading carries what it says without its markup. */
export interface FlowBlock extends Block {
  title?: string;
}

/** A document without pages: one text and its blocks, in order. */
export interface FlowDocument {
  text: string;
  blocks: FlowBlock[];
}
