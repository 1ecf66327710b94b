import { Center, Code, Stack, Text, Title } from '@mantine/core';

const words = {
  'no-token': {
    title: 'Open Adiuva by its full address',
    text: 'This page works only with the address that was printed when Adiuva started: the part after # lets this browser in.',
  },
  expired: {
    title: 'This address is no longer valid',
    text: 'Adiuva was started again since, and each start has an address of its own. Open the one that was printed last.',
  },
} as const;

/** Shown instead of the page when the browser may not talk to the engine. */
export function ClosedNotice({ reason }: { reason: keyof typeof words }) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack maw={480} gap="sm">
        <Title order={1} size="h3">
          {words[reason].title}
        </Title>
        <Text>{words[reason].text}</Text>
        <Text size="sm" c="dimmed">
          To start it: <Code>npx adiuva serve</Code>
        </Text>
      </Stack>
    </Center>
  );
}
