import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface CrashGuardProps {
  children: ReactNode;
}

/** A defect in one part of the window leaves the others standing. */
export class CrashGuard extends Component<CrashGuardProps, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children;
    return <CrashNotice onRetry={() => this.setState({ hasCrashed: false })} />;
  }
}

function CrashNotice({ onRetry }: { onRetry(): void }) {
  const { t } = useTranslation();
  return (
    <Center mih={300} p="lg" role="alert">
      <Stack maw={460} gap="sm">
        <Title order={2} size="h4">
          {t('crashed.title')}
        </Title>
        <Text>{t('crashed.text')}</Text>
        <Button w="fit-content" onClick={onRetry}>
          {t('retry')}
        </Button>
      </Stack>
    </Center>
  );
}
