import type { Block, LineBox } from '@adiuva/contracts';

/** A page as its part will have it. */
export interface PageText {
  text: string;
  blocks: Block[];
  lines: LineBox[];
  headings: { level: number; title: string }[];
}
