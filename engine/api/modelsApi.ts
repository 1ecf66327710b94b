import type { ModelSummary, modelsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, type Principal } from '#base';
import { builtinModelId, type EmbeddingService } from '#embedding';
import type { JobRunner } from '#jobs';
import type { ModelStatus, ModelStore } from '#modelStore';
import { reembedKind } from '#pipelines';
import { requireLocalUser } from './jobsApi.ts';
import { requireAbsolute } from './requireAbsolute.ts';

/** What is in the catalogue, what is on the machine, and which model serves. */
export function createModelsApi(deps: {
  models: ModelStore;
  embedding: EmbeddingService;
  runner: JobRunner;
  /** A model is there that was not before. */
  onInstalled(kind: ModelSummary['kind']): void;
}): Handlers<typeof modelsRpc, Principal> {
  const { models, embedding, runner } = deps;

  function toSummary(status: ModelStatus): ModelSummary {
    const { id, kind, name, description, licence, state, bytes } = status;
    return { id, kind, name, description, licence, state, bytes, active: id === embedding.activeId() };
  }

  async function summaryOf(id: string): Promise<ModelSummary> {
    const status = (await models.list()).find((model) => model.id === id);
    if (!status) throw new AppError('model_unknown', `There is no model named ${id}.`);
    return toSummary(status);
  }

  async function installed(id: string): Promise<ModelSummary> {
    const summary = await summaryOf(id);
    deps.onInstalled(summary.kind);
    return summary;
  }

  return {
    async 'models.list'() {
      return { models: (await models.list()).map(toSummary) };
    },
    async 'models.install'({ id }, { caller, signal, emit }) {
      requireLocalUser(caller);
      await models.install(id, { signal, onProgress: emit });
      return installed(id);
    },
    async 'models.import'({ path, id }, { caller, signal, emit }) {
      requireLocalUser(caller);
      const imported = await models.importFrom(requireAbsolute(path), {
        ...(id !== undefined && { id }),
        signal,
        onProgress: emit,
      });
      return installed(imported.id);
    },
    async 'models.remove'({ id }, { caller }) {
      requireLocalUser(caller);
      if (id === embedding.activeId() && id !== builtinModelId) {
        throw new AppError('conflict', `${id} is the model in use; use another one first.`);
      }
      return { removed: await models.remove(id) };
    },
    async 'models.activate'({ id }, { caller, signal, emit }) {
      requireLocalUser(caller);
      const summary = await summaryOf(id);
      if (summary.kind !== 'embedding')
        throw new AppError('invalid_input', `${id} is not an embedding model.`);
      if (summary.active) return summary;
      const [jobId] = await runner.enqueue([
        { kind: reembedKind, key: id, subject: id, payload: { modelId: id }, priority: -1 },
      ]);
      if (jobId === undefined) throw new AppError('internal', 'The job was not queued.');
      const stop = runner.listen((news) => {
        if (news.type !== 'progress' || news.jobId !== jobId) return;
        emit({ done: Math.round((news.progress.fraction ?? 0) * 1000), total: 1000 });
      });
      const abandon = () => void runner.abandon([jobId]);
      if (signal.aborted) abandon();
      signal.addEventListener('abort', abandon, { once: true });
      const job = await runner.ended(jobId).finally(stop);
      if (job.state === 'cancelled') throw new AppError('cancelled', 'Stopped.');
      if (job.state !== 'done')
        throw new AppError(
          job.errorCode ?? 'internal',
          job.errorMessage ?? `${id} could not be taken into use.`,
        );
      return summaryOf(id);
    },
  };
}
