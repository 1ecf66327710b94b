import { Alert, Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useConnectionState, useShell } from '../client/index.ts';

/** Silent while all is well; otherwise what became of the engine, and what can be done. */
export function EngineNotice() {
  const { t } = useTranslation();
  const { retry } = useConnection();
  const state = useConnectionState();
  const shell = useShell();
  const engine = shell?.info.engine;
  const isLong = useIsLong(state === 'lost');
  const ask = (method: 'shell.restartEngine' | 'shell.openLog') => () =>
    void shell?.call(method, {}).catch(() => undefined);

  return (
    <div role="status">
      {engine?.state === 'failed' && (
        <Alert color="red" radius={0} p="xs">
          <Group justify="space-between">
            <Text size="sm">{t('connection.failed', { reason: engine.reason })}</Text>
            <Group gap="xs">
              <Button size="compact-sm" color="red" variant="light" onClick={ask('shell.restartEngine')}>
                {t('connection.restart')}
              </Button>
              <Button size="compact-sm" color="red" variant="subtle" onClick={ask('shell.openLog')}>
                {t('connection.openLog')}
              </Button>
            </Group>
          </Group>
        </Alert>
      )}
      {engine?.state !== 'failed' && state === 'lost' && (
        <Alert color="orange" radius={0} p="xs">
          <Group justify="space-between">
            <Text size="sm">
              {shell ? t('connection.reviving') : isLong ? t('connection.gone') : t('connection.lost')}
            </Text>
            {!shell && (
              <Button size="compact-sm" color="orange" variant="light" onClick={retry}>
                {t('retry')}
              </Button>
            )}
          </Group>
        </Alert>
      )}
    </div>
  );
}

const longMs = 15_000;

/** Whether something has been so for a while. */
function useIsLong(is: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => setLong(true), longMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [is]);
  return isLong;
}
