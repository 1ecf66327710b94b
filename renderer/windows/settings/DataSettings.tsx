import { Button, Code, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { Trans, useTranslation } from 'react-i18next';
import { useConnection, useQuery, useShell } from '../../client/index.ts';
import { usePathPrompt } from '../../components/usePathPrompt.tsx';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat } from '../../messages/index.ts';
import { DaysInput } from './DaysInput.tsx';
import { SettingsGroup } from './SettingsGroup.tsx';
import classes from './settings.module.css';

/** Where the library lies; backup and restore; how long what is gone can come back. */
export function DataSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const { bytes, number } = useFormat();
  const shell = useShell();
  const askPath = usePathPrompt();
  const status = useQuery('system.status', {});
  const grace = useQuery('folders.grace', {});

  async function backUp(): Promise<void> {
    const name = `adiuva-${new Date().toISOString().slice(0, 10)}.backup`;
    const file = shell
      ? (await shell.call('shell.pickTarget', { name })).path
      : await askPath({ title: t('data.backUp'), label: t('data.backupPath'), action: t('data.backUp') });
    if (file === null) return;
    const written = await client.call('system.backup', { file });
    tell(t('data.backedUp', { file: written.file, size: bytes(written.bytes) }));
  }

  async function restore(): Promise<void> {
    const file = shell
      ? ((await shell.call('shell.pickFiles', { kind: 'backup' })).paths[0] ?? null)
      : await askPath({ title: t('data.restore'), label: t('data.restorePath'), action: t('data.check') });
    if (file === null) return;
    const { documents } = await client.call('system.restore', { file });
    const id = modals.open({
      title: t('data.restoreTitle'),
      closeButtonProps: { 'aria-label': t('common:close') },
      children: (
        <>
          <Text size="sm">{t('data.restoreText', { count: documents, documents: number(documents) })}</Text>
          {!shell && (
            <Text size="sm" mt="sm">
              <Trans t={t} i18nKey="data.restartByHand" components={{ command: <Code /> }} />
            </Text>
          )}
          <Group justify="flex-end" mt="md">
            <Button variant={shell ? 'default' : 'filled'} onClick={() => modals.close(id)}>
              {shell ? t('data.later') : t('data.understood')}
            </Button>
            {shell && (
              <Button
                data-autofocus
                onClick={() => {
                  modals.close(id);
                  shell.call('shell.restartEngine', {}).catch(fail);
                }}
              >
                {t('data.restartNow')}
              </Button>
            )}
          </Group>
        </>
      ),
    });
  }

  return (
    <>
      <SettingsGroup title={t('data.folder')} text={t('data.folderText')}>
        {status.data && (
          <Text size="sm" className={classes.path}>
            {status.data.home}
          </Text>
        )}
        {shell && (
          <Button
            variant="default"
            w="fit-content"
            onClick={() => void shell.call('shell.openDataFolder', {}).catch(fail)}
          >
            {t('data.openFolder')}
          </Button>
        )}
      </SettingsGroup>
      <SettingsGroup title={t('data.backup')} text={t('data.backupText')}>
        <Group>
          <Button onClick={() => void backUp().catch(fail)}>{t('data.backUp')}</Button>
          <Button variant="default" onClick={() => void restore().catch(fail)}>
            {t('data.restore')}
          </Button>
        </Group>
      </SettingsGroup>
      <SettingsGroup title={t('data.graceTitle')} text={t('data.graceText')}>
        {grace.data && (
          <DaysInput
            aria-label={t('data.graceTitle')}
            days={grace.data.days}
            min={0}
            suffix={` ${t('data.days')}`}
            onDays={(days) => void client.call('folders.grace', { days }).then(grace.reload, fail)}
          />
        )}
      </SettingsGroup>
    </>
  );
}
