import type { ModelProgress, ModelSummary } from '@adiuva/contracts/rpc';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style } from '../output.ts';
import { createProgress, formatBytes, type Progress } from '../progress.ts';
import { table } from '../table.ts';

export async function listModels(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('models.list', {}, { signal: context.signal });
  context.result(output, () => modelTable(output.models));
}

export async function installModel(context: CommandContext, id: string): Promise<void> {
  await withProgress(async (progress) => {
    const engine = await context.engine();
    return engine.call('models.install', { id }, { signal: context.signal, onEvent: showTransfer(progress) });
  }, context);
}

export async function importModel(
  context: CommandContext,
  path: string,
  { id }: { id?: string },
): Promise<void> {
  await withProgress(async (progress) => {
    const engine = await context.engine();
    return engine.call(
      'models.import',
      { path: absolutePath(path), ...(id && { id }) },
      { signal: context.signal, onEvent: showTransfer(progress) },
    );
  }, context);
}

export async function useModel(context: CommandContext, id: string): Promise<void> {
  await withProgress(async (progress) => {
    const engine = await context.engine();
    return engine.call(
      'models.activate',
      { id },
      {
        signal: context.signal,
        onEvent: ({ done, total }) => progress.update(done, total, 'chunks embedded'),
      },
    );
  }, context);
}

export async function removeModel(context: CommandContext, id: string): Promise<void> {
  const engine = await context.engine();
  const { removed } = await engine.call('models.remove', { id }, { signal: context.signal });
  const { models } = await engine.call('models.list', {}, { signal: context.signal });
  context.result({ removed, models }, () => [removed ? `${id} removed.` : `${id} was not installed.`]);
}

async function withProgress(
  work: (progress: Progress) => Promise<ModelSummary>,
  context: CommandContext,
): Promise<void> {
  const progress = createProgress();
  try {
    const model = await work(progress);
    progress.end();
    context.result({ models: [model] }, () => modelTable([model]));
  } finally {
    progress.end();
  }
}

function showTransfer(progress: Progress): (event: ModelProgress) => void {
  return ({ file, receivedBytes, totalBytes }) => {
    const amount = totalBytes === null ? '' : `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}  `;
    const percent = totalBytes ? Math.floor((receivedBytes / totalBytes) * 100) : 0;
    progress.update(percent, totalBytes === null ? null : 100, `${amount}${oneLine(file)}`);
  };
}

function modelTable(models: readonly ModelSummary[]): string[] {
  return table(
    ['', 'ID', 'KIND', 'STATE', 'SIZE', 'NAME'],
    models.map(({ active, id, kind, state, bytes, name, licence }) => [
      active ? style('green', '●') : ' ',
      id,
      kind,
      state,
      bytes === null ? '' : formatBytes(bytes),
      `${oneLine(name)} (${oneLine(licence)})`,
    ]),
  );
}
