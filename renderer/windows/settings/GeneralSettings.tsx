import type { Settings } from '@adiuva/contracts/rpc';
import { Button, SegmentedControl, Select, Skeleton, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { languageNames } from '../../messages/index.ts';
import { SettingsGroup } from './SettingsGroup.tsx';
import { ShortcutSetting } from './shortcut/ShortcutSetting.tsx';
import { useChangeSettings } from './useChangeSettings.ts';

/** Language, looks, and how the app stands on the desktop. */
export function GeneralSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const settings = useSettings();
  const change = useChangeSettings();
  const { host } = useConnection();
  const shell = useShell();
  if (!settings) return <Skeleton height={200} aria-label={t('common:loading')} />;
  return (
    <>
      <SettingsGroup title={t('looks.title')}>
        <Select
          label={t('looks.language')}
          data={[
            { value: 'system', label: t('looks.systemLanguage') },
            ...Object.entries(languageNames).map(([value, label]) => ({ value, label })),
          ]}
          value={settings.language}
          allowDeselect={false}
          maw={320}
          onChange={(language) => language && change({ language: language as Settings['language'] })}
        />
        <div>
          <Text size="sm" fw={500} id="theme-label" mb={4}>
            {t('looks.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby="theme-label"
            data={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`looks.themes.${value}`),
            }))}
            value={settings.theme}
            onChange={(theme) => change({ theme: theme as Settings['theme'] })}
          />
        </div>
      </SettingsGroup>
      <SettingsGroup title={t('quickChat.title')} text={t('quickChat.text')}>
        {shell && <ShortcutSetting />}
        <Button variant="default" w="fit-content" onClick={() => host.openQuickChat()}>
          {t('quickChat.open')}
        </Button>
      </SettingsGroup>
      {shell && <DesktopSettings />}
    </>
  );
}

function DesktopSettings() {
  const { t } = useTranslation('settings');
  const shell = useShell();
  const { fail } = useNotices();
  if (!shell) return null;
  const { settings, canStartAtLogin } = shell.info;
  return (
    <SettingsGroup title={t('desktop.title')}>
      <Switch
        label={t('desktop.tray')}
        description={t('desktop.trayHelp')}
        checked={settings.staysInTray}
        onChange={(event) =>
          void shell.call('shell.changeSettings', { staysInTray: event.currentTarget.checked }).catch(fail)
        }
      />
      <Switch
        label={t('desktop.login')}
        description={canStartAtLogin ? undefined : t('desktop.loginUnavailable')}
        disabled={!canStartAtLogin}
        checked={settings.startsAtLogin}
        onChange={(event) =>
          void shell.call('shell.changeSettings', { startsAtLogin: event.currentTarget.checked }).catch(fail)
        }
      />
    </SettingsGroup>
  );
}
