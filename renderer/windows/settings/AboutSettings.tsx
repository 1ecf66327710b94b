import { Button, Group, Progress, Skeleton, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useQuery, useShell } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat } from '../../messages/index.ts';
import { SettingsGroup } from './SettingsGroup.tsx';
import classes from './settings.module.css';

/** Version, updates, and whether every part of the app works. */
export function AboutSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const status = useQuery('system.status', {});
  const { data, error, isLoading, reload } = useQuery('system.doctor', {});
  const shell = useShell();
  const { fail } = useNotices();
  const nameOf = useCheckName();
  return (
    <>
      <SettingsGroup title={t('about.title')}>
        <Text size="sm">{status.data && t('about.version', { version: status.data.version })}</Text>
        {shell && (
          <Button
            variant="default"
            w="fit-content"
            onClick={() => void shell.call('shell.openLog', {}).catch(fail)}
          >
            {t('about.log')}
          </Button>
        )}
      </SettingsGroup>
      {shell && <UpdateSettings />}
      <SettingsGroup title={t('doctor.title')} text={t('doctor.text')}>
        {error && <ErrorNotice message={error} onRetry={reload} />}
        {!data && !error && <Skeleton height={160} aria-label={t('common:loading')} />}
        {data && (
          <Table fz="sm" verticalSpacing={6} className={classes.checks}>
            <Table.Tbody>
              {data.checks.map(({ name, ok, detail }) => (
                <Table.Tr key={name}>
                  <Table.Td w={32} pe={0}>
                    <span className={classes.mark}>
                      {ok ? (
                        <IconCheck
                          size={16}
                          color="var(--mantine-color-teal-text)"
                          role="img"
                          aria-label={t('doctor.ok')}
                        />
                      ) : (
                        <IconAlertTriangle
                          size={16}
                          color="var(--mantine-color-red-text)"
                          role="img"
                          aria-label={t('doctor.wrong')}
                        />
                      )}
                    </span>
                  </Table.Td>
                  <Table.Th scope="row" w={170} fw={500}>
                    {nameOf(name)}
                  </Table.Th>
                  <Table.Td className={classes.path}>{detail}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Button variant="default" w="fit-content" loading={isLoading} onClick={reload}>
          {t('doctor.again')}
        </Button>
      </SettingsGroup>
    </>
  );
}

/** A check in the window's words; by the engine's own name where there are none for it. */
function useCheckName(): (name: string) => string {
  const { t, i18n } = useTranslation('settings');
  return (name) => {
    const key = `doctor.names.${name.replaceAll(' ', '_')}`;
    return i18n.exists(key, { ns: 'settings' }) ? t(key as 'doctor.names.node') : name;
  };
}

function UpdateSettings() {
  const { t } = useTranslation('settings');
  const { bytes, dateTime } = useFormat();
  const { fail } = useNotices();
  const shell = useShell();
  if (!shell) return null;
  const { update } = shell.info;
  const ask = (method: 'shell.checkForUpdate' | 'shell.downloadUpdate' | 'shell.installUpdate') => () =>
    void shell.call(method, {}).catch(fail);
  const check = (
    <Button variant="default" w="fit-content" onClick={ask('shell.checkForUpdate')}>
      {t('update.check')}
    </Button>
  );
  return (
    <SettingsGroup title={t('update.title')} text={t('update.text')}>
      <div role="status">
        {update.state === 'unsupported' && <Text size="sm">{update.reason}</Text>}
        {update.state === 'idle' && update.checkedAt !== null && (
          <Text size="sm">{t('update.newest', { time: dateTime(update.checkedAt) })}</Text>
        )}
        {update.state === 'checking' && <Text size="sm">{t('update.checking')}</Text>}
        {update.state === 'failed' && (
          <Text size="sm" c="red">
            {update.reason}
          </Text>
        )}
        {update.state === 'available' && (
          <>
            <Text size="sm">{t('update.available', { version: update.version })}</Text>
            {update.notes && (
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-wrap' }}>
                {update.notes}
              </Text>
            )}
          </>
        )}
        {update.state === 'ready' && <Text size="sm">{t('update.ready', { version: update.version })}</Text>}
      </div>
      {update.state === 'downloading' && (
        <div>
          <Progress
            value={update.totalBytes ? (update.receivedBytes / update.totalBytes) * 100 : 100}
            animated={!update.totalBytes}
            aria-label={t('update.downloading', { version: update.version })}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {t('update.downloading', { version: update.version })} · {bytes(update.receivedBytes)}
          </Text>
        </div>
      )}
      <Group>
        {(update.state === 'idle' || update.state === 'failed') && check}
        {update.state === 'available' && (
          <Button onClick={ask('shell.downloadUpdate')}>{t('update.download')}</Button>
        )}
        {update.state === 'ready' && (
          <Button onClick={ask('shell.installUpdate')}>{t('update.install')}</Button>
        )}
      </Group>
    </SettingsGroup>
  );
}
