import { extractMarkup } from '../flow/extractMarkup.ts';
import type { Extracted, Source } from '../format.ts';
import { readRst } from './readRst.ts';

/** reStructuredText as a reader sees it: no markup, tables as tables. What it includes is never read. */
export async function extractRst(source: Source): Promise<Extracted> {
  return extractMarkup(source, readRst);
}
