import { Alert, Text } from '@mantine/core';
import type { ProviderTest } from './useProviderTest.ts';

/** What came of a test, for eyes and ears. */
export function TestResult({ result }: { result: ProviderTest | null }) {
  return (
    <div role="status">
      {result && (
        <Alert color={result.ok ? 'teal' : 'red'} variant="light" p="xs">
          <Text size="sm">{result.detail}</Text>
        </Alert>
      )}
    </div>
  );
}
