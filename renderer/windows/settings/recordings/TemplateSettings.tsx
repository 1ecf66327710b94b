import type { SummaryTemplate } from '@adiuva/contracts/rpc';
import { Badge, Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useNotices } from '../../../frame/notices.tsx';
import { useFormat } from '../../../messages/index.ts';
import { SettingsGroup } from '../SettingsGroup.tsx';
import { TemplateForm } from './TemplateForm.tsx';
import { useTemplateName } from './useTemplateName.ts';

/** What summaries of recordings are to hold. */
export function TemplateSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { data, error, reload } = useQuery('summaries.templates', {});
  const nameOf = useTemplateName();

  /** @param from null for one that begins empty */
  const edit = (from: SummaryTemplate | null) => {
    const isOwn = from !== null && !from.isBuiltIn;
    const id = modals.open({
      title: isOwn ? t('templates.edit', { name: nameOf(from) }) : t('templates.add'),
      size: 'xl',
      closeButtonProps: { 'aria-label': t('common:close') },
      children: (
        <TemplateForm
          template={
            from && { ...from, name: isOwn ? from.name : t('templates.copyOf', { name: nameOf(from) }) }
          }
          isNew={!isOwn}
          onClose={() => modals.close(id)}
          onSaved={() => {
            modals.close(id);
            reload();
          }}
        />
      ),
    });
  };
  const remove = (template: SummaryTemplate) =>
    modals.openConfirmModal({
      title: t('templates.removeTitle', { name: template.name }),
      children: <Text size="sm">{t('templates.removeText')}</Text>,
      labels: { confirm: t('templates.remove'), cancel: t('common:cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('common:close') },
      onConfirm: () => void client.call('summaries.removeTemplate', { id: template.id }).then(reload, fail),
    });

  return (
    <SettingsGroup title={t('templates.title')} text={t('templates.text')}>
      {error && !data && <ErrorNotice message={error} onRetry={reload} />}
      {!data && !error && <Skeleton height={120} aria-label={t('common:loading')} />}
      <Stack gap="sm">
        {data?.templates.map((template) => (
          <TemplateCard
            key={template.id}
            template={template}
            onEdit={() => edit(template)}
            onRemove={() => remove(template)}
          />
        ))}
      </Stack>
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => edit(null)}
      >
        {t('templates.add')}
      </Button>
    </SettingsGroup>
  );
}

interface TemplateCardProps {
  template: SummaryTemplate;
  onEdit(): void;
  onRemove(): void;
}

function TemplateCard({ template, onEdit, onRemove }: TemplateCardProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { list } = useFormat();
  const name = useTemplateName()(template);
  return (
    <Card withBorder padding="sm" component="article" aria-label={name}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <Title order={3} size="h6" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Title>
            {template.isBuiltIn && (
              <Badge variant="light" color="gray" size="sm">
                {t('templates.comesWith')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {list(template.sections.map(({ title }) => title))}
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button size="compact-sm" variant="default" onClick={onEdit}>
            {template.isBuiltIn ? t('templates.copy') : t('common:edit')}
          </Button>
          {!template.isBuiltIn && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={onRemove}>
              {t('templates.remove')}
            </Button>
          )}
        </Group>
      </Group>
    </Card>
  );
}
