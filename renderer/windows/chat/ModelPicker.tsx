import { Anchor, Combobox, Group, Loader, Stack, Text, useCombobox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useApp } from '../../frame/useApp.ts';
import classes from './chat.module.css';
import { extractive, type ModelChoices, useModelName, useProviderModels } from './useModels.ts';

interface ModelPickerProps {
  choices: ModelChoices;
  /** Marked in the list; null is the default. */
  value: string | null;
  onChoose(model: string | null): void;
  /** The button that opens it. */
  children(open: () => void, isOpen: boolean): ReactElement;
}

const defaultValue = 'default';

/** Who answers: sentences of the documents, or a model of one of the services that are set up. */
export function ModelPicker({ choices, value, onChoose, children }: ModelPickerProps) {
  const { t } = useTranslation(['chat', 'common']);
  const { go } = useApp();
  const settings = useSettings();
  const modelName = useModelName();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const known = useProviderModels(choices.providers, combobox.dropdownOpened);
  const { defaultModel, providers, hasProviders } = choices;
  const wanted = search.trim().toLowerCase();
  const fits = (text: string) => text.toLowerCase().includes(wanted);
  const all = providers.flatMap((name) => known[name]?.models ?? []);
  const isSelected = (model: string | null) => value === model;

  const leave = (view: 'settings' | 'models') => {
    combobox.closeDropdown();
    go({ view });
  };

  return (
    <Combobox
      store={combobox}
      width={320}
      position="top-end"
      shadow="md"
      withinPortal
      onOptionSubmit={(option) => {
        onChoose(option === defaultValue ? null : option);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes>
        {children(() => combobox.toggleDropdown(), combobox.dropdownOpened)}
      </Combobox.Target>
      <Combobox.Dropdown>
        {all.length > 8 && (
          <Combobox.Search
            aria-label={t('model.title')}
            placeholder={t('common:search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        )}
        <Combobox.Options aria-label={t('model.title')} className={classes.choices} tabIndex={0}>
          {wanted === '' && defaultModel !== null && (
            <Combobox.Option value={defaultValue} active={isSelected(null)} selected={isSelected(null)}>
              <Choice
                name={t('model.default')}
                text={t('model.defaultText', { name: modelName(defaultModel) })}
                isChosen={isSelected(null)}
              />
            </Combobox.Option>
          )}
          {wanted === '' && (
            <Combobox.Option value={extractive}>
              <Choice
                name={t('model.extractive')}
                text={t('model.extractiveText')}
                isChosen={isSelected(extractive) || (value === null && defaultModel === null)}
              />
            </Combobox.Option>
          )}
          {providers.map((provider) => {
            const models = known[provider]?.models ?? null;
            const shown = models?.filter((model) => fits(model)) ?? [];
            if (wanted !== '' && shown.length === 0) return null;
            return (
              <Combobox.Group key={provider} label={provider}>
                {shown.map((model) => (
                  <Combobox.Option key={model} value={`${provider}:${model}`}>
                    <Choice name={model} isChosen={isSelected(`${provider}:${model}`)} />
                  </Combobox.Option>
                ))}
                {models === null && <Loader size="xs" type="dots" m="xs" />}
                {models?.length === 0 && (
                  <Text size="xs" c="dimmed" px="sm" pb="xs" className={classes.breakable}>
                    {known[provider]?.error ?? t('model.noModels')}
                  </Text>
                )}
              </Combobox.Group>
            );
          })}
        </Combobox.Options>
        {(hasProviders === false || settings?.isOffline) && (
          <Combobox.Footer>
            <Stack gap={6}>
              {settings?.isOffline && hasProviders && <Text size="xs">{t('model.offline')}</Text>}
              {hasProviders === false && (
                <>
                  <Text size="xs">{t('model.none')}</Text>
                  <Group gap="md">
                    <Anchor component="button" type="button" size="xs" onClick={() => leave('settings')}>
                      {t('model.settings')}
                    </Anchor>
                    <Anchor component="button" type="button" size="xs" onClick={() => leave('models')}>
                      {t('model.models')}
                    </Anchor>
                  </Group>
                </>
              )}
            </Stack>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Choice({ name, text, isChosen }: { name: string; text?: string; isChosen: boolean }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <IconCheck size={15} aria-hidden className={classes.choiceMark} data-chosen={isChosen} />
      <div className={classes.breakable}>
        <Text size="sm">{name}</Text>
        {text && (
          <Text size="xs" className={classes.choiceText}>
            {text}
          </Text>
        )}
      </div>
    </Group>
  );
}
