import { Alert, Button, Group, Text } from '@mantine/core';

interface ErrorNoticeProps {
  message: string;
  onRetry?: (() => void) | undefined;
}

export function ErrorNotice({ message, onRetry }: ErrorNoticeProps) {
  return (
    <Alert color="red" variant="light" role="alert">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm">{message}</Text>
        {onRetry && (
          <Button size="compact-sm" variant="light" color="red" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
