import { Badge, Button, Group } from '@mantine/core';
import { useConnection, useConnectionState } from '../client/index.ts';

/** Silent while all is well. */
export function ConnectionBadge() {
  const { retry } = useConnection();
  const state = useConnectionState();
  return (
    <Group gap="xs" role="status">
      {state === 'connecting' && (
        <Badge variant="light" color="gray">
          Connecting
        </Badge>
      )}
      {state === 'lost' && (
        <>
          <Badge variant="light" color="orange">
            Connection lost
          </Badge>
          <Button size="compact-xs" variant="subtle" onClick={retry}>
            Try again
          </Button>
        </>
      )}
    </Group>
  );
}
