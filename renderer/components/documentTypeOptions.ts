import { documentTypes } from '@adiuva/contracts';

/** Types of documents for a list to choose from. */
export const documentTypeOptions = documentTypes.map(({ name, words }) => ({ value: name, label: words }));

/** A type's own word before that of the kind it belongs to. */
const byNarrowness = [...documentTypes].sort((a, b) => b.mediaTypes.length - a.mediaTypes.length);
const wordsByMediaType = new Map(
  byNarrowness.flatMap(({ mediaTypes, words }) => mediaTypes.map((type) => [type, words] as const)),
);

/** A media type in a word or two; as it is where there is no better word. */
export function typeWords(mediaType: string | null): string {
  if (mediaType === null) return '';
  const family = `${mediaType.split('/')[0]}/*`;
  return wordsByMediaType.get(mediaType) ?? wordsByMediaType.get(family) ?? mediaType;
}
