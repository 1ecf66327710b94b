import { type ProviderSettings, providerSettingsSchema } from '@adiuva/contracts/rpc';
import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useErrorWords } from '../../../messages/index.ts';
import { providerTemplates } from './providerTemplates.ts';
import { TestResult } from './TestResult.tsx';
import { useProviderTest } from './useProviderTest.ts';

interface ProviderFormProps {
  /** Absent for a new one. */
  provider?: (ProviderSettings & { hasKey: boolean }) | undefined;
  taken: readonly string[];
  onDone(): void;
}

/** Sets up a service of language models. The key goes to the engine and never comes back. */
export function ProviderForm({ provider, taken, onDone }: ProviderFormProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const shell = useShell();
  const words = useErrorWords();
  const { result, isTesting, test } = useProviderTest();
  const [template, setTemplate] = useState(provider ? 'other' : 'ollama');
  const [first] = providerTemplates;
  const [fields, setFields] = useState({
    name: provider?.name ?? first?.name ?? '',
    kind: provider?.kind ?? first?.kind ?? 'openai-compatible',
    baseUrl: provider?.baseUrl ?? first?.baseUrl ?? '',
    defaultModel: provider?.defaultModel ?? '',
    contextTokens: (provider?.contextTokens ?? '') as number | string,
  });
  const [key, setKey] = useState('');
  const [forgetsKey, setForgetsKey] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const set = (change: Partial<typeof fields>) => setFields((before) => ({ ...before, ...change }));

  const parsed = providerSettingsSchema.safeParse({
    name: fields.name,
    kind: fields.kind,
    ...(fields.baseUrl.trim() && { baseUrl: fields.baseUrl.trim() }),
    ...(fields.defaultModel.trim() && { defaultModel: fields.defaultModel.trim() }),
    ...(fields.contextTokens !== '' && { contextTokens: Number(fields.contextTokens) }),
  });
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0]));
  const isTaken = !provider && taken.includes(fields.name);
  const address = URL.parse(fields.baseUrl.trim());
  const holdsPassword = Boolean(address?.username || address?.password);
  const isRight = parsed.success && !isTaken && !holdsPassword;

  function choose(id: string): void {
    setTemplate(id);
    const chosen = providerTemplates.find((one) => one.id === id);
    if (chosen) set({ name: chosen.name, kind: chosen.kind, baseUrl: chosen.baseUrl });
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!parsed.success || !isRight) return;
    try {
      await client.call('system.setProvider', {
        provider: parsed.data,
        ...(key !== '' ? { key } : forgetsKey ? { key: '' } : {}),
      });
      onDone();
    } catch (failure) {
      setError(words(failure));
    }
  }

  const isLocal = providerTemplates.find(({ id }) => id === template)?.isLocal ?? false;
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="sm">
        {!provider && (
          <Select
            label={t('providers.service')}
            data={providerTemplates.map(({ id, label }) => ({
              value: id,
              label: label ?? t('providers.other'),
            }))}
            value={template}
            allowDeselect={false}
            onChange={(id) => id && choose(id)}
            data-autofocus
          />
        )}
        <TextInput
          label={t('providers.name')}
          description={t('providers.nameHelp')}
          value={fields.name}
          disabled={provider !== undefined}
          error={
            isTaken
              ? t('providers.nameTaken')
              : fields.name && wrong.has('name')
                ? t('providers.nameWrong')
                : null
          }
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('providers.address')}
          value={fields.baseUrl}
          placeholder="https://example.com/v1"
          error={
            holdsPassword
              ? t('providers.addressPassword')
              : fields.baseUrl && wrong.has('baseUrl')
                ? t('providers.addressWrong')
                : null
          }
          onChange={(event) => set({ baseUrl: event.currentTarget.value })}
        />
        <PasswordInput
          label={isLocal ? t('providers.keyOptional') : t('providers.key')}
          description={shell ? t('providers.keyHelp') : t('providers.keyHelpFile')}
          placeholder={provider?.hasKey ? t('providers.keyKept') : undefined}
          value={key}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('providers.showKey') }}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        {provider?.hasKey && (
          <Checkbox
            label={t('providers.forgetKey')}
            checked={forgetsKey}
            onChange={(event) => setForgetsKey(event.currentTarget.checked)}
          />
        )}
        <Group>
          <Button
            variant="light"
            loading={isTesting}
            disabled={!isRight}
            onClick={() => parsed.success && test(parsed.data, key)}
          >
            {t('providers.test')}
          </Button>
        </Group>
        <TestResult result={result} />
        <Autocomplete
          label={t('providers.model')}
          description={t('providers.modelHelp')}
          data={[...new Set(result?.models ?? [])]}
          value={fields.defaultModel}
          onChange={(defaultModel) => set({ defaultModel })}
        />
        <NumberInput
          label={t('providers.context')}
          description={t('providers.contextHelp')}
          value={fields.contextTokens}
          min={512}
          max={10_000_000}
          allowDecimal={false}
          thousandSeparator=" "
          error={wrong.has('contextTokens') ? t('providers.contextWrong') : null}
          onChange={(contextTokens) => set({ contextTokens })}
        />
        {error && <ErrorNotice message={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={!isRight}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
