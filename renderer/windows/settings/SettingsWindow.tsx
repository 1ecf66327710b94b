import { Tabs } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconAdjustments,
  IconDatabase,
  IconInfoCircle,
  IconLock,
  IconSparkles,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../components/Page.tsx';
import { AboutSettings } from './AboutSettings.tsx';
import { DataSettings } from './DataSettings.tsx';
import { GeneralSettings } from './GeneralSettings.tsx';
import { PrivacySettings } from './privacy/PrivacySettings.tsx';
import { ProviderSettings } from './providers/ProviderSettings.tsx';
import classes from './settings.module.css';

const sections = ['general', 'providers', 'privacy', 'data', 'about'] as const;
type Section = (typeof sections)[number];

const parts: Readonly<Record<Section, { Icon: TablerIcon; Part: ComponentType }>> = {
  general: { Icon: IconAdjustments, Part: GeneralSettings },
  providers: { Icon: IconSparkles, Part: ProviderSettings },
  privacy: { Icon: IconLock, Part: PrivacySettings },
  data: { Icon: IconDatabase, Part: DataSettings },
  about: { Icon: IconInfoCircle, Part: AboutSettings },
};

/** Everything that can be set, in the order people look for it. */
export function SettingsWindow() {
  const { t } = useTranslation('settings');
  const [section, setSection] = useState<Section>('general');
  const isWide = useMediaQuery('(min-width: 62rem)', true);
  return (
    <Page title={t('title')}>
      <Tabs
        value={section}
        onChange={(value) => setSection((value ?? 'general') as Section)}
        orientation={isWide ? 'vertical' : 'horizontal'}
        keepMounted={false}
      >
        <Tabs.List className={classes.list} aria-label={t('title')}>
          {sections.map((one) => {
            const { Icon } = parts[one];
            return (
              <Tabs.Tab
                key={one}
                value={one}
                className={classes.tab}
                leftSection={<Icon size={16} aria-hidden />}
              >
                {t(`sections.${one}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {sections.map((one) => {
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
