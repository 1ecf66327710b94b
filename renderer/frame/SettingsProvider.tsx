import type { Settings } from '@adiuva/contracts/rpc';
import { useMantineColorScheme } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../client/index.ts';
import { speak, systemLanguage } from '../messages/index.ts';

const SettingsContext = createContext<Settings | null>(null);

/** The settings of this library, in line in every window; null until they are known. */
export function useSettings(): Settings | null {
  return useContext(SettingsContext);
}

/** Language and theme follow the settings; both are kept for the next start's first moment. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [settings, setSettings] = useState<Settings | null>(null);
  const { setColorScheme } = useMantineColorScheme();
  const { i18n } = useTranslation();
  useFollow('settings.follow', {}, setSettings);
  const { language, theme } = settings ?? {};

  useEffect(() => {
    if (theme) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);

  useEffect(() => {
    if (!language) return;
    const chosen = language === 'system' ? systemLanguage() : language;
    localStorage.setItem(rememberedLanguage, chosen);
    // A catalogue that does not load leaves the words that are there.
    speak(i18n, chosen).catch(() => undefined);
  }, [language, i18n]);

  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

export const rememberedLanguage = 'adiuva-language';
