import { join } from 'node:path';
import { type ProviderSettings, providerSettingsSchema, type systemRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { z } from 'zod';
import { AppError, type Principal } from '#base';
import type { EmbeddingService } from '#embedding';
import { ocrAvailability } from '#ocrLanguages';
import type { HostPorts } from '#ports';
import { type Providers, providerSecretName } from '#providers';
import type { Storage } from '#storage';
import type { Doctor } from './doctor.ts';
import type { readHardware } from './hardware.ts';
import { requireLocalUser } from './jobsApi.ts';
import { requireAbsolute } from './requireAbsolute.ts';

export const engineVersion = '0.1.0';
const providersKey = 'providers';
const defaultModelKey = 'chat.defaultModel';
const ocrLanguagesKey = 'ocr.languages';

/** Status, health, backup and the language model services. */
export function createSystemApi(deps: {
  ports: HostPorts;
  storage: Storage;
  embedding: EmbeddingService;
  doctor: Doctor;
  hardware: () => ReturnType<typeof readHardware>;
  providers: Pick<Providers, 'test' | 'models' | 'checkKeptKey' | 'checkAddress'>;
}): Handlers<typeof systemRpc, Principal> {
  const { ports, storage, embedding } = deps;
  const modelsFolder = join(ports.home, 'models');
  return {
    'system.status'(_input, { caller }) {
      requireLocalUser(caller);
      const { queued, running } = storage.read.countJobs();
      return {
        version: engineVersion,
        home: ports.home,
        ...storage.read.readTotals(),
        embeddingModel: embedding.activeId(),
        languageModel: readDefaultModel(storage) ?? 'extractive',
        jobs: { queued, running },
      };
    },
    async 'system.doctor'(_input, { caller }) {
      requireLocalUser(caller);
      return { checks: await deps.doctor.examine() };
    },
    async 'system.backup'({ file }, { caller }) {
      requireLocalUser(caller);
      return { file, bytes: await storage.backup(requireAbsolute(file)) };
    },
    async 'system.restore'({ file }, { caller, signal }) {
      requireLocalUser(caller);
      const { documents } = await storage.prepareRestore(requireAbsolute(file), signal);
      return { documents, needsRestart: true };
    },
    async 'system.providers'(_input, { caller }) {
      requireLocalUser(caller);
      const providers = await Promise.all(
        readProviders(storage).map(async (provider) => ({
          ...provider,
          hasKey: (await ports.secrets.get(providerSecretName(provider.name))) !== null,
        })),
      );
      return { providers, defaultModel: readDefaultModel(storage) };
    },
    async 'system.setProvider'({ provider, key }, { caller }) {
      requireLocalUser(caller);
      deps.providers.checkAddress(provider);
      const providers = readProviders(storage);
      const others = providers.filter(({ name }) => name !== provider.name);
      const secret = providerSecretName(provider.name);
      if (key?.trim()) await ports.secrets.set(secret, key.trim());
      else if (key !== undefined || others.length === providers.length) await ports.secrets.delete(secret);
      else await deps.providers.checkKeptKey(provider);
      await storage.write.writeSetting({ key: providersKey, value: [...others, provider] });
      return {};
    },
    async 'system.removeProvider'({ name }, { caller }) {
      requireLocalUser(caller);
      const providers = readProviders(storage);
      const others = providers.filter((provider) => provider.name !== name);
      if (others.length === providers.length)
        throw new AppError('not_found', `No service named ${name} is set up.`);
      await storage.write.writeSetting({ key: providersKey, value: others });
      await ports.secrets.delete(providerSecretName(name));
      return {};
    },
    async 'system.setDefaultModel'({ model }, { caller }) {
      requireLocalUser(caller);
      await storage.write.writeSetting({ key: defaultModelKey, value: model });
      return {};
    },
    async 'system.testProvider'({ provider, key }, { caller, signal }) {
      requireLocalUser(caller);
      return deps.providers.test(provider, key, signal);
    },
    async 'system.providerModels'({ name }, { caller }) {
      requireLocalUser(caller);
      return { models: await deps.providers.models(name) };
    },
    'system.hardware'(_input, { caller }) {
      requireLocalUser(caller);
      return deps.hardware();
    },
    'system.ocr'(_input, { caller }) {
      requireLocalUser(caller);
      const { languages, detail } = ocrAvailability(modelsFolder);
      return { installed: languages, chosen: readOcrLanguages(storage), detail };
    },
    async 'system.setOcrLanguages'({ languages }, { caller }) {
      requireLocalUser(caller);
      const { languages: installed } = ocrAvailability(modelsFolder);
      const missing = languages.filter((language) => !installed.includes(language));
      if (missing.length > 0) {
        throw new AppError(
          'model_not_installed',
          `Text recognition has no data for ${missing.join(', ')}; it has ${installed.join(', ') || 'none'}. Install more with: adiuva models install ocr-${missing[0]}`,
        );
      }
      await storage.write.writeSetting({
        key: ocrLanguagesKey,
        value: languages.length > 0 ? languages : null,
      });
      return {};
    },
  };
}

export function readProviders(storage: Storage): ProviderSettings[] {
  return z.array(providerSettingsSchema).safeParse(storage.read.readSetting(providersKey)).data ?? [];
}

export function readDefaultModel(storage: Storage): string | null {
  return z.string().safeParse(storage.read.readSetting(defaultModelKey)).data ?? null;
}

export function readOcrLanguages(storage: Storage): string[] {
  return z.array(z.string()).safeParse(storage.read.readSetting(ocrLanguagesKey)).data ?? [];
}
