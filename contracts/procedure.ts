import type { z } from 'zod';

/** One call over a port: what goes in, what comes out, and what may come in between. */
export interface Procedure<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Event extends z.ZodType = z.ZodType,
> {
  readonly input: Input;
  readonly output: Output;
  readonly event?: Event;
}

/** A set of procedures by full name (`domain.verb`). */
export type Contract = Readonly<Record<string, Procedure>>;

export type InputOf<P extends Procedure> = z.input<P['input']>;
export type ParsedInputOf<P extends Procedure> = z.output<P['input']>;
export type OutputOf<P extends Procedure> = z.output<P['output']>;
export type EventOf<P extends Procedure> = z.output<NonNullable<P['event']>>;

/** Declares a procedure; only there so that its three schemas keep their exact types. */
export function procedure<I extends z.ZodType, O extends z.ZodType, E extends z.ZodType = never>(
  definition: Procedure<I, O, E>,
): Procedure<I, O, E> {
  return definition;
}
