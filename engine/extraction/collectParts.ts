import type { ContainerStep, MemberOutcome, Part } from '@adiuva/contracts';
import type { ExtractionLimits } from '@adiuva/contracts/workers';
import { AppError } from '#base';
import { containerTextTooLong, fileEmpty, textTooLong } from './fileErrors.ts';

/** Puts parts and outcomes of a file and its members in one row. */
export interface Collector {
  /** Some of the text, for telling its language. */
  readonly samples: string[];
  readonly members: MemberOutcome[];
  /** Of members; the first few. */
  readonly warnings: string[];
  /**
   * The parts of one file, all or none of them.
   *
   * @throws AppError `file_too_large` for too much text
   */
  add(parts: readonly Part[], within: readonly ContainerStep[]): void;
  member(outcome: MemberOutcome): void;
  warn(warnings: readonly string[]): void;
  partCount(): number;
  holdsPartsOf(within: readonly ContainerStep[]): boolean;
  /** @throws AppError when there is nothing to index */
  requireSomething(): void;
}

const sampleLength = 2_000;
const maxSamples = 500;
const maxMemberWarnings = 20;
/** The limit of text is one file's; an archive or a mailbox holds many, and their parts go one by one. */
const containerFactor = 20;

export function createCollector(
  limits: ExtractionLimits,
  name: string,
  onPart: (part: Part) => void,
): Collector {
  const samples: string[] = [];
  const members: MemberOutcome[] = [];
  const warnings: string[] = [];
  let count = 0;
  let length = 0;
  let hasText = false;
  const places = new Set<string>();

  return {
    samples,
    members,
    warnings,
    add(parts, within) {
      const own = parts.reduce((sum, { text }) => sum + text.length, 0);
      if (own > limits.maxTextLength) throw textTooLong(within.at(-1)?.name ?? name, limits.maxTextLength);
      length += own;
      if (length > limits.maxTextLength * containerFactor)
        throw containerTextTooLong(name, limits.maxTextLength * containerFactor);
      if (parts.length > 0)
        for (let depth = 0; depth <= within.length; depth++) places.add(keyOf(within.slice(0, depth)));
      for (const part of parts) {
        if (part.awaitsOcr || part.awaitsTranscription || part.text.trim() !== '') hasText = true;
        if (samples.length < maxSamples)
          samples.push(within.length === 0 ? part.text : part.text.slice(0, sampleLength));
        const locator = { ...part.locator, part: count, ...(within.length > 0 && { within: [...within] }) };
        count++;
        onPart({ ...part, locator });
      }
    },
    member: (outcome) => void members.push(outcome),
    warn(more) {
      warnings.push(...more.slice(0, maxMemberWarnings - warnings.length));
    },
    partCount: () => count,
    holdsPartsOf: (within) => places.has(keyOf(within)),
    requireSomething() {
      if (!hasText) throw reasonOf(name, members);
    },
  };
}

function keyOf(within: readonly ContainerStep[]): string {
  return within.map(({ kind, name }) => `${kind}:${name}`).join('\n');
}

/** Why nothing of a file could be read: the worst that befell a member speaks for it. */
export function reasonOf(name: string, members: readonly MemberOutcome[]): AppError {
  const errors = members.flatMap(({ error }) => error ?? []);
  const worst =
    errors.find(({ code }) => code === 'file_bomb') ??
    errors.find(({ code }) => code !== 'file_unsupported') ??
    errors[0];
  if (!worst) return fileEmpty(name);
  if (worst.code === 'file_unsupported')
    return new AppError(worst.code, `“${name}” holds no file of a type that can be read.`);
  return new AppError(worst.code, `“${name}” holds no file that could be read. ${worst.message}`);
}

const listedMembers = 5;

/** What was left out of a container, in a line or two; every member's own outcome stands in `members`. */
export function describeMembers(members: readonly MemberOutcome[]): string[] {
  const failed = members.filter(({ status, error }) => status === 'failed' && error);
  const skipped = members.filter(({ status }) => status === 'skipped');
  const warnings = failed.slice(0, listedMembers).map(({ error }) => error?.message ?? '');
  if (failed.length > listedMembers)
    warnings.push(`${failed.length - listedMembers} more files inside could not be read.`);
  if (skipped.length > 0)
    warnings.push(
      `${skipped.length === 1 ? '1 file inside is' : `${skipped.length} files inside are`} of a type that cannot be read.`,
    );
  return warnings;
}
