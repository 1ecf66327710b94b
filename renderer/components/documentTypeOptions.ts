import { documentTypes } from '@adiuva/contracts';

/** Types of documents for a list to choose from. */
export const documentTypeOptions = documentTypes.map(({ name, words }) => ({ value: name, label: words }));

const wordsByMediaType = new Map(
  documentTypes
    .flatMap(({ mediaTypes, words }) => mediaTypes.map((type) => [type, words] as const))
    .reverse(),
);

/** A media type in a word or two; as it is where there is no better word. */
export function typeWords(mediaType: string | null): string {
  if (mediaType === null) return '';
  const family = `${mediaType.split('/')[0]}/*`;
  return wordsByMediaType.get(mediaType) ?? wordsByMediaType.get(family) ?? mediaType;
}
