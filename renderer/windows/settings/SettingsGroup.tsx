import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SettingsGroupProps {
  title: string;
  text?: string | undefined;
  children: ReactNode;
}

/** Settings that belong together. */
export function SettingsGroup({ title, text, children }: SettingsGroupProps) {
  return (
    <Stack component="section" gap="sm" mb="xl" aria-label={title}>
      <div>
        <Title order={2} size="h5">
          {title}
        </Title>
        {text && (
          <Text size="sm" c="dimmed" maw="40rem">
            {text}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
