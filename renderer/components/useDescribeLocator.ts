import type { Locator } from '@adiuva/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../messages/index.ts';
import { type PlaceWords, placeWords } from './placeWords.ts';

/**
 * Where a locator points, in the window's language. The second argument is the title that is shown beside it: a first
 * heading that says the same is left out.
 */
export function useDescribeLocator(): (locator: Locator, title?: string | null) => string {
  const { t } = useTranslation('viewer');
  const { number, clock } = useFormat();
  return useMemo(() => {
    const words: PlaceWords = {
      page: (page) => t('place.page', { page: number(page) }),
      slide: (slide) => t('place.slide', { slide: number(slide) }),
      cells: (cells) => t('place.cells', { cells }),
      headers: t('place.headers'),
      picture: (page) => (page === null ? t('place.picture') : t('place.pictureOf', { page: number(page) })),
      clock,
    };
    return (locator, title = null) => placeWords(words, locator, title);
  }, [t, number, clock]);
}
