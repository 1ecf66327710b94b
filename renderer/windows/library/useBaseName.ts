import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Where documents go that were put nowhere else. */
export const defaultBase = 'default';

/** What a knowledge base is called: people name their own, the first one has a name in every language. */
export function useBaseName(): (kb: string) => string {
  const { t } = useTranslation('library');
  return useCallback((kb) => (kb === defaultBase ? t('bases.default') : kb), [t]);
}
