import { documentTypes } from '@adiuva/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface TypeWords {
  /** A media type in a word or two; as it is where there is no better word. */
  of(mediaType: string | null): string;
  /** Types of documents for a list to choose from. */
  options: { value: string; label: string }[];
}

/** A type's own word goes before that of the kind it belongs to. */
const byNarrowness = [...documentTypes].sort((a, b) => b.mediaTypes.length - a.mediaTypes.length);
const nameByMediaType = new Map(
  byNarrowness.flatMap(({ mediaTypes, name }) => mediaTypes.map((type) => [type, name] as const)),
);
const namesOfTheirOwn = new Map(documentTypes.map(({ name, words }) => [name, words]));

/** What kinds of documents are called in the window's language; formats keep their names. */
export function useTypeWords(): TypeWords {
  const { t, i18n } = useTranslation('library');
  return useMemo(() => {
    const wordsOf = (name: string) =>
      i18n.exists(`types.${name}`, { ns: 'library' })
        ? t(`types.${name}` as 'types.txt')
        : (namesOfTheirOwn.get(name) ?? name);
    return {
      of(mediaType) {
        if (mediaType === null) return '';
        const name = nameByMediaType.get(mediaType) ?? nameByMediaType.get(`${mediaType.split('/')[0]}/*`);
        return name === undefined ? mediaType : wordsOf(name);
      },
      options: documentTypes.map(({ name }) => ({ value: name, label: wordsOf(name) })),
    };
  }, [t, i18n]);
}
