import type { Settings } from '@adiuva/contracts/rpc';
import { IconMoon, IconSettings, IconSun, IconSunMoon, IconWifi, IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../frame/commands.ts';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useChangeSettings } from './useChangeSettings.ts';
import { useOpenSettings } from './useOpenSettings.ts';
import { type SettingsSection, settingsSections } from './useSettingsSection.ts';

const themeIcons = { system: IconSunMoon, light: IconSun, dark: IconMoon } as const;

/** What can be set with one key press, and the way to each section, from every view. */
export function SettingsCommands() {
  return (
    <>
      {settingsSections.map((section) => (
        <SectionCommand key={section} section={section} />
      ))}
      {(['system', 'light', 'dark'] as const).map((theme) => (
        <ThemeCommand key={theme} theme={theme} />
      ))}
      <OfflineCommand />
    </>
  );
}

function SectionCommand({ section }: { section: SettingsSection }) {
  const { t } = useTranslation('settings');
  const open = useOpenSettings();
  useCommand({
    id: `settings.${section}`,
    label: `${t('title')}: ${t(`sections.${section}`)}`,
    group: 'go',
    icon: <IconSettings size={18} aria-hidden />,
    run: () => open(section),
  });
  return null;
}

function ThemeCommand({ theme }: { theme: Settings['theme'] }) {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const change = useChangeSettings();
  const Icon = themeIcons[theme];
  useCommand(
    settings && settings.theme !== theme
      ? {
          id: `settings.theme.${theme}`,
          label: `${t('looks.theme')}: ${t(`looks.themes.${theme}`)}`,
          group: 'actions',
          icon: <Icon size={18} aria-hidden />,
          run: () => change({ theme }),
        }
      : null,
  );
  return null;
}

function OfflineCommand() {
  const { t } = useTranslation('settings');
  const settings = useSettings();
  const change = useChangeSettings();
  const isOffline = settings?.isOffline ?? false;
  const Icon = isOffline ? IconWifi : IconWifiOff;
  useCommand(
    settings && {
      id: 'settings.offline',
      label: isOffline ? t('privacy.goOnline') : t('privacy.goOffline'),
      group: 'actions',
      icon: <Icon size={18} aria-hidden />,
      run: () => change({ isOffline: !isOffline }),
    },
  );
  return null;
}
