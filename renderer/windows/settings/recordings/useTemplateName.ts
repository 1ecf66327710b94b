import type { SummaryTemplate } from '@adiuva/contracts/rpc';
import { useTranslation } from 'react-i18next';

/** A template by its name: those that come with the app are called in the window's language. */
export function useTemplateName(): (template: Pick<SummaryTemplate, 'id' | 'name'>) => string {
  const { t, i18n } = useTranslation('settings');
  return ({ id, name }) => {
    const key = `templates.builtIn.${id}`;
    return i18n.exists(key, { ns: 'settings' }) ? t(key as 'templates.title') : name;
  };
}
