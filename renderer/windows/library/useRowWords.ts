import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type TypeWords, useTypeWords } from '../../components/useTypeWords.ts';
import { type Format, useFormat, useReasonWords } from '../../messages/index.ts';
import { useBaseName } from './useBaseName.ts';
import { useStageWords } from './useStageWords.ts';

/** What every row says its facts with: made once for the table, since forty rows a frame would each make their own. */
export interface RowWords {
  t: ReturnType<typeof useTranslation<'library'>>['t'];
  format: Format;
  types: TypeWords;
  baseName(kb: string): string;
  reason: ReturnType<typeof useReasonWords>;
  stage(stage: string): string;
}

export function useRowWords(): RowWords {
  const { t } = useTranslation('library');
  const format = useFormat();
  const types = useTypeWords();
  const baseName = useBaseName();
  const reason = useReasonWords();
  const stage = useStageWords();
  return useMemo(
    () => ({ t, format, types, baseName, reason, stage }),
    [t, format, types, baseName, reason, stage],
  );
}
