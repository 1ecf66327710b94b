import { errorCodeSchema, type WireError } from '@adiuva/contracts';
import { AppError, hasCode } from '@adiuva/wire';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * What went wrong, as a sentence in the window's language. The engine's own sentence, which knows the file and the
 * facts, is English: it stands alone there, and after the translated one elsewhere.
 */
export function useErrorWords(): (error: unknown) => string {
  const { t, i18n } = useTranslation('errors');
  return useCallback(
    (error) => {
      if (hasCode(error, 'worker_crashed')) return t('connectionLost');
      const { code, message } = factsOf(error);
      const isEnglish = i18n.language === 'en';
      const known = errorCodeSchema.safeParse(code);
      if (!known.success) return message && isEnglish ? message : t('unknown');
      if (isEnglish && message) return message;
      return message ? `${t(known.data)} (${message})` : t(known.data);
    },
    [t, i18n.language],
  );
}

/** Of these the catalogue says all there is to say: what it is, and what can be done. */
const toldWhole = /^(file_|extraction_|ocr_|converter_|recording_|speech_)/;

/** As `useErrorWords`, for a reason that stands beside the name of its file: in one language wherever that is enough. */
export function useReasonWords(): (error: WireError) => string {
  const { t, i18n } = useTranslation('errors');
  const words = useErrorWords();
  return useCallback(
    (error) => {
      const known = errorCodeSchema.safeParse(error.code);
      const isWhole = i18n.language !== 'en' && known.success && toldWhole.test(known.data);
      return isWhole ? t(known.data) : words(error);
    },
    [t, i18n.language, words],
  );
}

function factsOf(error: unknown): { code: string | undefined; message: string } {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof Error) return { code: undefined, message: error.message };
  const { code, message } = (error ?? {}) as Partial<WireError>;
  return { code, message: message ?? '' };
}
