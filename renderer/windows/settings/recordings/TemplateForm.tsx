import { type SummaryTemplate, summaryTemplateSchema } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Card, Group, Select, Stack, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useErrorWords } from '../../../messages/index.ts';
import { type DraftSection, draftOf, emptySection, moved } from './templateDraft.ts';

interface TemplateFormProps {
  /** Null begins an empty one. */
  template: SummaryTemplate | null;
  isNew: boolean;
  onClose(): void;
  onSaved(): void;
}

const kinds = ['text', 'decisions', 'followUps'] as const;
const mostSections = 12;

/** A template's name and its sections, each with words for the model. */
export function TemplateForm({ template, isNew, onClose, onSaved }: TemplateFormProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const words = useErrorWords();
  const [draft, setDraft] = useState(() => draftOf(template, isNew));
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { name, sections } = draft;
  const parsed = summaryTemplateSchema.safeParse(draft);
  const setSections = (next: readonly DraftSection[]) => setDraft({ ...draft, sections: next });
  const change = (key: string, part: Partial<DraftSection>) =>
    setSections(sections.map((section) => (section.key === key ? { ...section, ...part } : section)));

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!parsed.success) return;
    setSaving(true);
    try {
      await client.call('summaries.saveTemplate', parsed.data);
      onSaved();
    } catch (failure) {
      setError(failure);
      setSaving(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="md">
        <TextInput
          label={t('templates.name')}
          value={name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          maxLength={200}
          maw={420}
          data-autofocus
        />
        {sections.map((section, index) => (
          <Card
            key={section.key}
            withBorder
            padding="sm"
            component="fieldset"
            m={0}
            aria-label={t('templates.section', { number: index + 1 })}
          >
            <Stack gap="xs">
              <Group gap="sm" align="flex-end" wrap="wrap">
                <TextInput
                  label={t('templates.heading')}
                  value={section.title}
                  onChange={(event) => change(section.key, { title: event.currentTarget.value })}
                  maxLength={200}
                  flex="1 1 14rem"
                />
                <Select
                  label={t('templates.kind')}
                  data={kinds.map((value) => ({ value, label: t(`templates.kinds.${value}`) }))}
                  value={section.kind}
                  allowDeselect={false}
                  w={190}
                  onChange={(kind) => kind && change(section.key, { kind: kind as DraftSection['kind'] })}
                />
                <Group gap={2} wrap="nowrap">
                  <Tool
                    label={t('templates.up')}
                    isOff={index === 0}
                    onClick={() => setSections(moved(sections, index, -1))}
                  >
                    <IconArrowUp size={16} />
                  </Tool>
                  <Tool
                    label={t('templates.down')}
                    isOff={index === sections.length - 1}
                    onClick={() => setSections(moved(sections, index, 1))}
                  >
                    <IconArrowDown size={16} />
                  </Tool>
                  <Tool
                    label={t('templates.removeSection')}
                    isOff={sections.length === 1}
                    onClick={() => setSections(sections.filter(({ key }) => key !== section.key))}
                  >
                    <IconTrash size={16} />
                  </Tool>
                </Group>
              </Group>
              <Textarea
                label={t('templates.instruction')}
                description={index === 0 ? t('templates.instructionHelp') : undefined}
                value={section.instruction}
                onChange={(event) => change(section.key, { instruction: event.currentTarget.value })}
                autosize
                minRows={2}
                maxRows={8}
                maxLength={4000}
              />
            </Stack>
          </Card>
        ))}
        <Button
          variant="default"
          w="fit-content"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={sections.length >= mostSections}
          onClick={() => setSections([...sections, emptySection()])}
        >
          {t('templates.addSection')}
        </Button>
        {error !== null && <ErrorNotice message={words(error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={isSaving} disabled={!parsed.success}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ToolProps {
  label: string;
  isOff: boolean;
  onClick(): void;
  children: ReactNode;
}

function Tool({ label, isOff, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        disabled={isOff}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
