export type Value = string | number;

/** A piece of SQL and what is bound in it, in order. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}
