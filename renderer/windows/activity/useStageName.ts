import { useTranslation } from 'react-i18next';

const stages = [
  'extract',
  'recognise',
  'decode',
  'voice',
  'transcribe',
  'speakers',
  'chunk',
  'embed',
  'index',
] as const;

/** A stage of a job in the window's words; one that has none there by the engine's name. */
export function useStageName(): (stage: string) => string {
  const { t } = useTranslation(['activity', 'common']);
  return (stage) => {
    const known = stages.find((one) => one === stage);
    return known ? t(`stages.${known}`) : stage;
  };
}
