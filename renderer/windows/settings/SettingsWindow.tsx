import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAdjustments,
  IconDatabase,
  IconInfoCircle,
  IconLock,
  IconMicrophone,
  IconSparkles,
  IconUsers,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/Page.tsx';
import { AboutSettings } from './AboutSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { PeopleSettings } from './people/PeopleSettings.tsx';
import { PrivacySettings } from './privacy/PrivacySettings.tsx';
import { ProviderSettings } from './providers/ProviderSettings.tsx';
import { RecordingSettings } from './recordings/RecordingSettings.tsx';
import classes from './settings.module.css';
import { type SettingsSection, settingsSections, useSettingsSection } from './useSettingsSection.ts';

const parts: Readonly<Record<SettingsSection, { Icon: TablerIcon; Part: ComponentType }>> = {
  general: { Icon: IconAdjustments, Part: GeneralSettings },
  providers: { Icon: IconSparkles, Part: ProviderSettings },
  recordings: { Icon: IconMicrophone, Part: RecordingSettings },
  people: { Icon: IconUsers, Part: PeopleSettings },
  privacy: { Icon: IconLock, Part: PrivacySettings },
  data: { Icon: IconDatabase, Part: DataSettings },
  about: { Icon: IconInfoCircle, Part: AboutSettings },
};

/** Everything that can be set, in the order people look for it. */
export function SettingsWindow() {
  const { t } = useTranslation('settings');
  const [section, setSection] = useSettingsSection();
  const isWide = useMediaQuery('(min-width: 62rem)', true);
  return (
    <Page title={t('title')}>
      <Tabs
        value={section}
        onChange={(value) => setSection((value ?? 'general') as SettingsSection)}
        orientation={isWide ? 'vertical' : 'horizontal'}
        variant={isWide ? 'pills' : 'default'}
        keepMounted={false}
      >
        <Tabs.List className={isWide ? classes.list : undefined} aria-label={t('title')}>
          {settingsSections.map((one) => {
            const { Icon } = parts[one];
            return (
              <Tabs.Tab
                key={one}
                value={one}
                className={isWide ? classes.tab : undefined}
                leftSection={<Icon size={16} aria-hidden />}
              >
                {t(`sections.${one}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {settingsSections.map((one) => {
          const { Part } = parts[one];
          return (
            <Tabs.Panel key={one} value={one} className={isWide ? classes.beside : classes.below}>
              <Part />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
