import { join } from 'node:path';
import type { SpeechModels } from '@adiuva/contracts/workers';
import type { ModelCatalogue } from '@adiuva/models';
import { hasCode } from '#base';
import type { ModelStore } from '#modelStore';

/** Files of the model that tells speakers apart, where one is whole on this machine now; asked anew for each recording. */
export async function findSpeakerModels(
  store: Pick<ModelStore, 'list' | 'folderOf'>,
  catalogue: ModelCatalogue,
): Promise<SpeechModels> {
  const installed = (await store.list()).find(
    ({ kind, state }) => kind === 'diarization' && state === 'installed',
  );
  const files = catalogue.find(({ id }) => id === installed?.id)?.files ?? [];
  const segmentation = files.find(({ role }) => role === 'segmentation');
  const embedding = files.find(({ role }) => role === 'embedding');
  if (!installed || !segmentation || !embedding) return {};
  try {
    const folder = await store.folderOf(installed.id);
    return { segmentation: join(folder, segmentation.path), embedding: join(folder, embedding.path) };
  } catch (error) {
    // Removed in between.
    if (hasCode(error, 'model_not_installed')) return {};
    throw error;
  }
}

/**
 * Does something with the models that tell speakers apart, and without them where they turn out to be gone or none: words
 * that were heard for hours are not given up for that.
 *
 * @returns what was done, and what a person should know of it
 */
export async function withSpeakerModels<T>(
  models: SpeechModels,
  work: (models: SpeechModels) => Promise<T>,
): Promise<{ done: T; warnings: readonly string[] }> {
  try {
    return { done: await work(models), warnings: [] };
  } catch (error) {
    const isOfModels = hasCode(error, 'model_not_installed') || hasCode(error, 'model_invalid');
    if (!isOfModels || models.embedding === undefined) throw error;
    const warning = `The model that tells speakers apart did not serve: ${error.message}`;
    // Removed meanwhile, as somebody wished.
    const warnings = hasCode(error, 'model_not_installed') ? [] : [warning];
    return { done: await work({}), warnings };
  }
}
