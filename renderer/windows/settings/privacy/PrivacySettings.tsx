import { NumberInput, Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../../frame/SettingsProvider.tsx';
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
        <NumberInput
          label={t('audit.days')}
          value={settings.auditDays}
          min={1}
          max={3650}
          allowDecimal={false}
          clampBehavior="blur"
          w={180}
          onBlur={(event) => {
            const days = Number(event.currentTarget.value);
            if (Number.isInteger(days) && days >= 1 && days <= 3650) change({ auditDays: days });
          }}
        />
        <AuditLog />
      </SettingsGroup>
    </>
  );
}
