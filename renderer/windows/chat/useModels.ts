import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { useErrorWords } from '../../messages/index.ts';

/** Answers without a language model. */
export const extractive = 'extractive';

export interface ModelChoices {
  /** Null until the engine has told. */
  hasProviders: boolean | null;
  /** The default in the settings; null: none, answers are extracts. */
  defaultModel: string | null;
  /** What this window was told to use; null: the default. */
  chosen: string | null;
  choose(model: string | null): void;
  /** Whether an answer asked for with a model, or with the choice, is made of extracts. */
  isExtractive(model?: string): boolean;
  providers: readonly string[];
}

/** Who answers: the choice is this window's, the default that of the settings. */
export function useModels(): ModelChoices {
  const { data } = useQuery('system.providers', {});
  const [kept, choose] = useLocalStorage<string | null>({ key: 'adiuva-answers-by', defaultValue: null });
  return useMemo(() => {
    const providers = data?.providers.map(({ name }) => name) ?? [];
    // A service that was removed answers no more.
    const isKnown =
      kept === null || kept === extractive || data === null || providers.includes(kept.split(':')[0] ?? '');
    const chosen = isKnown ? kept : null;
    const defaultModel = data?.defaultModel ?? null;
    return {
      hasProviders: data ? providers.length > 0 : null,
      defaultModel,
      chosen,
      choose,
      isExtractive: (model) => (model ?? chosen ?? defaultModel ?? extractive) === extractive,
      providers,
    };
  }, [data, kept, choose]);
}

export interface ProviderModels {
  /** Null while the service is being asked. */
  models: readonly string[] | null;
  /** In words. */
  error: string | null;
}

/** The models of each service, asked for once `isWanted`. */
export function useProviderModels(
  providers: readonly string[],
  isWanted: boolean,
): Readonly<Record<string, ProviderModels>> {
  const { client } = useConnection();
  const words = useErrorWords();
  const [known, setKnown] = useState<Readonly<Record<string, ProviderModels>>>({});
  const key = providers.join(' ');
  useEffect(() => {
    if (!isWanted || key === '') return;
    const controller = new AbortController();
    for (const name of key.split(' '))
      client.call('system.providerModels', { name }, { signal: controller.signal }).then(
        ({ models }) => setKnown((before) => ({ ...before, [name]: { models, error: null } })),
        (error: unknown) => {
          if (!controller.signal.aborted)
            setKnown((before) => ({ ...before, [name]: { models: [], error: words(error) } }));
        },
      );
    return () => controller.abort();
  }, [client, key, isWanted, words]);
  return known;
}

/** A model as a person calls it: without the service it is of. */
export function useModelName(): (model: string) => string {
  const { t } = useTranslation('chat');
  return useCallback(
    (model) => (model === extractive ? t('model.extractive') : model.slice(model.indexOf(':') + 1)),
    [t],
  );
}
