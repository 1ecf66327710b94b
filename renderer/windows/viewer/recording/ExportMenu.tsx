import { ActionIcon, Menu, Switch, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { exportFormats, useTranscriptExport } from './useTranscriptExport.ts';

/** The transcript as a file. */
export function ExportMenu() {
  const { t } = useTranslation('recording');
  const { withSpeakers, setWithSpeakers, save } = useTranscriptExport();
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <Tooltip label={t('export.label')} openDelay={400}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('export.label')}>
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('export.label')}</Menu.Label>
        {exportFormats.map((format) => (
          <Menu.Item key={format} onClick={() => save(format)}>
            {t(`export.formats.${format}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component="div"
          role="menuitemcheckbox"
          aria-checked={withSpeakers}
          closeMenuOnClick={false}
          onClick={() => setWithSpeakers(!withSpeakers)}
        >
          <Switch
            size="xs"
            label={t('export.withSpeakers')}
            checked={withSpeakers}
            readOnly
            tabIndex={-1}
            aria-hidden
            style={{ pointerEvents: 'none' }}
          />
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
