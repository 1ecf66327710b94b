import { Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../../frame/SettingsProvider.tsx';
import { DaysInput } from '../DaysInput.tsx';
import { SettingsGroup } from '../SettingsGroup.tsx';
import { useChangeSettings } from '../useChangeSettings.ts';
import { AuditLog } from './AuditLog.tsx';

/** What may leave this machine, and what has. */
export function PrivacySettings() {
  const { t } = useTranslation(['settings', 'common']);
  const settings = useSettings();
  const change = useChangeSettings();
  if (!settings) return <Skeleton height={200} aria-label={t('common:loading')} />;
  return (
    <>
      <SettingsGroup title={t('privacy.title')} text={t('privacy.text')}>
        <Switch
          label={t('privacy.offline')}
          description={t('privacy.offlineHelp')}
          checked={settings.isOffline}
          onChange={(event) => change({ isOffline: event.currentTarget.checked })}
        />
      </SettingsGroup>
      <SettingsGroup title={t('audit.title')} text={t('audit.text')}>
        <DaysInput
          label={t('audit.days')}
          days={settings.auditDays}
          min={1}
          onDays={(auditDays) => change({ auditDays })}
        />
        <AuditLog />
      </SettingsGroup>
    </>
  );
}
