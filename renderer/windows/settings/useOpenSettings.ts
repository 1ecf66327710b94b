import { useCallback } from 'react';
import { useApp } from '../../frame/useApp.ts';
import { type SettingsSection, useSettingsSection } from './useSettingsSection.ts';

/** Leads to a section of the settings. */
export function useOpenSettings(): (section: SettingsSection) => void {
  const { go } = useApp();
  const [, setSection] = useSettingsSection();
  return useCallback(
    (section) => {
      setSection(section);
      go({ view: 'settings' });
    },
    [go, setSection],
  );
}
