import { extractMarkup } from '../flow/extractMarkup.ts';
import type { Extracted, Source } from '../format.ts';
import { readOrg } from './readOrg.ts';

/** An Org document as a reader sees it: headlines, lists, tables, source blocks. What it includes is never read. */
export async function extractOrg(source: Source): Promise<Extracted> {
  return extractMarkup(source, readOrg);
}
