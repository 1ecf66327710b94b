import { useSessionStorage } from '@mantine/hooks';

export const settingsSections = [
  'general',
  'providers',
  'recordings',
  'people',
  'privacy',
  'data',
  'about',
] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** Which section of the settings is shown, here and after a reload; other parts of the window lead to one by setting it. */
export function useSettingsSection(): readonly [SettingsSection, (section: SettingsSection) => void] {
  const [kept, keep] = useSessionStorage<string>({ key: 'adiuva-settings-section', defaultValue: 'general' });
  return [settingsSections.find((one) => one === kept) ?? 'general', keep];
}
