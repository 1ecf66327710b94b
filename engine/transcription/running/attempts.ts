import type { TranscriptionDevice } from '@adiuva/contracts/workers';
import { hasCode } from '@adiuva/wire';
import type { SpeechModel } from '../speechModels.ts';

/** One way of transcribing: a model on a device. */
export interface Attempt {
  model: SpeechModel;
  device: TranscriptionDevice;
}

/** What became of an attempt, as far as the next one depends on it. */
export type FailureKind = 'crash' | 'memory' | 'device' | 'stall' | 'killed';

/**
 * The kind of a failure that another attempt may get around; null for what would meet every attempt, or is wanted: a
 * damaged model, a file that is gone, a cancel.
 */
export function failureKind(error: unknown): FailureKind | null {
  if (hasCode(error, 'extraction_memory')) return 'memory';
  if (hasCode(error, 'timeout')) return 'stall';
  if (hasCode(error, 'worker_crashed')) return error.details?.byItself === false ? 'killed' : 'crash';
  if (hasCode(error, 'unavailable') && error.details?.fault !== undefined)
    return error.details.fault === 'memory' ? 'memory' : 'device';
  return null;
}

/**
 * What is tried after a failure: the model on another device, graphics first; where memory was short on a processor, and
 * when no device is left, the next smaller model, with every device that did not fail by itself.
 *
 * @param failed devices that are not to be used any more
 * @returns null when nothing is left
 */
export function nextAttempt(
  last: Attempt,
  kind: FailureKind,
  models: readonly SpeechModel[],
  devices: readonly TranscriptionDevice[],
  failed: ReadonlySet<string>,
): Attempt | null {
  const usable = devices.filter(({ id }) => !failed.has(id));
  const isShort = kind === 'memory' && last.device.kind === 'cpu';
  const other = usable.find(({ id }) => id !== last.device.id && isAfter(id, last.device.id, devices));
  if (other && !isShort) return { model: last.model, device: other };
  const smaller = models[models.indexOf(last.model) + 1];
  // Processors are always there: after a crash of every device a smaller model may still do.
  const device = usable[0] ?? devices.find((candidate) => candidate.kind === 'cpu');
  return smaller && device ? { model: smaller, device } : null;
}

function isAfter(id: string, before: string, devices: readonly TranscriptionDevice[]): boolean {
  const place = (wanted: string) => devices.findIndex((device) => device.id === wanted);
  return place(id) > place(before);
}

const why: Readonly<Record<FailureKind, string>> = {
  crash: 'stopped working',
  memory: 'did not have enough memory',
  device: 'could not be used',
  stall: 'did not go on',
  killed: 'was ended by the system',
};

/** For the person: what happened, and what is used instead. */
export function describeStep(last: Attempt, next: Attempt, kind: FailureKind): string {
  const failed = `${last.model.name} on ${placeName(last.device)} ${why[kind]}`;
  if (next.model !== last.model)
    return `${failed}. ${next.model.name}, a smaller model, is used instead; it mishears more.`;
  const slower = last.device.kind === 'gpu' && next.device.kind === 'cpu' ? ', which is slower' : '';
  return `${failed}. It goes on ${next.device.kind === 'cpu' ? `on the processor${slower}` : `on ${next.device.name}`}.`;
}

function placeName({ kind, name }: TranscriptionDevice): string {
  return kind === 'cpu' ? 'the processor' : `the graphics card ${name}`;
}
