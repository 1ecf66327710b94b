import { english } from './english.ts';
import { german } from './german.ts';
import { italian } from './italian.ts';
import { korean } from './korean.ts';
import type { Passage } from './passage.ts';
import { polish } from './polish.ts';

export type { Passage } from './passage.ts';
export { type StructuredQuestion, structuredQuestions, writeStructuredFiles } from './structured.ts';

/** Sixty passages in five languages, all on everyday matters that come up in more than one of them. */
export const passages: Readonly<Record<string, readonly Passage[]>> = {
  en: english,
  de: german,
  it: italian,
  pl: polish,
  ko: korean,
};
