import { Center, Code, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Shown instead of the page when the browser may not talk to the engine. */
export function ClosedNotice({ reason }: { reason: 'noToken' | 'expired' }) {
  const { t } = useTranslation();
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack maw={480} gap="sm">
        <Title order={1} size="h3">
          {t(`closed.${reason}Title`)}
        </Title>
        <Text>{t(`closed.${reason}Text`)}</Text>
        <Text size="sm" c="dimmed">
          {t('closed.start')} <Code>npx adiuva serve</Code>
        </Text>
      </Stack>
    </Center>
  );
}
