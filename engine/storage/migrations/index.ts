import { initial } from './0001Initial.ts';

/** Append-only: the place in the list is the version of the schema it leads to. */
export const migrations: readonly { readonly name: string; readonly sql: string }[] = [
  { name: '0001Initial', sql: initial },
];
