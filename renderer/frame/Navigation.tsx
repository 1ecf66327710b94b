import { ActionIcon, NavLink, Tooltip } from '@mantine/core';
import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMicrophone,
  IconWifiOff,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCapture } from '../windows/capture/useCapture.ts';
import { useOpenSettings } from '../windows/settings/useOpenSettings.ts';
import classes from './frame.module.css';
import { useSettings } from './SettingsProvider.tsx';
import { useApp } from './useApp.ts';
import { views } from './views.ts';

/** The way between the views; by itself it is narrow where the window is. */
export function Navigation() {
  const { t } = useTranslation(['common', 'capture']);
  const { place, go } = useApp();
  const { session, ask } = useCapture();
  const isWide = useMediaQuery('(min-width: 75rem)', true);
  const [wish, setWish] = useLocalStorage<'wide' | 'narrow' | null>({
    key: 'adiuva-navigation',
    defaultValue: null,
  });
  const openSettings = useOpenSettings();
  const isOffline = useSettings()?.isOffline ?? false;
  const isNarrow = wish === null ? !isWide : wish === 'narrow';
  return (
    <nav className={classes.navigation} aria-label={t('nav.label')} data-narrow={isNarrow}>
      <div className={classes.brand}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        {!isNarrow && <span>{t('appName')}</span>}
      </div>
      {views.map(({ view, Icon }) => (
        <Tooltip key={view} label={t(`nav.${view}`)} position="right" disabled={!isNarrow}>
          <NavLink
            component="button"
            type="button"
            active={place.view === view}
            aria-current={place.view === view ? 'page' : undefined}
            aria-label={t(`nav.${view}`)}
            label={isNarrow ? undefined : t(`nav.${view}`)}
            leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
            onClick={() => go({ view })}
            className={classes.link}
          />
        </Tooltip>
      ))}
      <div className={classes.rest} />
      {!session && (
        <Tooltip label={t('capture:start')} position="right" disabled={!isNarrow}>
          <NavLink
            component="button"
            type="button"
            aria-label={t('capture:start')}
            label={isNarrow ? undefined : t('capture:start')}
            leftSection={<IconMicrophone size={20} stroke={1.6} aria-hidden />}
            onClick={ask}
            className={classes.link}
          />
        </Tooltip>
      )}
      {isOffline && (
        <Tooltip label={t('nav.offline')} position="right" disabled={!isNarrow}>
          <NavLink
            component="button"
            type="button"
            aria-label={t('nav.offline')}
            label={isNarrow ? undefined : t('nav.offline')}
            leftSection={<IconWifiOff size={20} stroke={1.6} aria-hidden />}
            onClick={() => openSettings('privacy')}
            className={classes.link}
          />
        </Tooltip>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={isNarrow ? t('navCollapse') : t('navExpand')}
        onClick={() => setWish(isNarrow ? 'wide' : 'narrow')}
      >
        {isNarrow ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
      </ActionIcon>
    </nav>
  );
}
