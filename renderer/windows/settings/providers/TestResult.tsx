import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProviderTest } from './useProviderTest.ts';

/** What came of a test, for eyes and ears. */
export function TestResult({ result }: { result: ProviderTest | null }) {
  const words = useTestWords();
  return (
    <div role="status">
      {result && (
        <Alert color={result.ok ? 'teal' : 'red'} variant="light" p="xs">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {words(result)}
          </Text>
        </Alert>
      )}
    </div>
  );
}

/** The engine's own sentence is English: elsewhere it stands behind a translated one. */
function useTestWords(): (result: ProviderTest) => string {
  const { t, i18n } = useTranslation('settings');
  return ({ ok, detail, models }) => {
    if (i18n.language === 'en') return detail;
    return ok ? t('providers.tested', { count: models.length }) : `${t('providers.testFailed')} (${detail})`;
  };
}
