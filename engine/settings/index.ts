export {
  createSettings,
  defaultSettings,
  type SettingsChange,
  type SettingsStore,
} from './createSettings.ts';
