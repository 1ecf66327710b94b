import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useApp } from '../frame/useApp.ts';

/** What a model that is missing, or a language, is the reason of. */
const forModels = /^(speech_model_missing|model_not_installed|ocr_unavailable)$/;

/** The way to what helps against an error, where there is one. */
export function ErrorRemedy({ code }: { code: string | undefined }) {
  const { t } = useTranslation('errors');
  const { go } = useApp();
  if (!forModels.test(code ?? '')) return null;
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      c="inherit"
      underline="always"
      onClick={() => go({ view: 'models' })}
    >
      {t('remedy')}
    </Anchor>
  );
}
