import { foldName } from './givenName.ts';

/**
 * Who asks. Every call to the engine carries one, and what it may see is decided before anything is ranked.
 * `all` is the local user; everyone else sees the knowledge bases they were granted and nothing else.
 */
export interface Principal {
  readonly id: string;
  readonly kind: 'user' | 'agent' | 'mcp' | 'apiKey' | 'cloud';
  readonly grants: 'all' | { readonly knowledgeBases: readonly string[]; readonly canWrite: boolean };
}

export const localUser: Principal = { id: 'local', kind: 'user', grants: 'all' };

export function mayWrite(principal: Principal): boolean {
  return principal.grants === 'all' || principal.grants.canWrite;
}

/** Null stands for every knowledge base. Names compare without case, as the database does. */
export function readableKnowledgeBases(principal: Principal): readonly string[] | null {
  return principal.grants === 'all' ? null : principal.grants.knowledgeBases;
}

/** Whether a caller's grants cover a knowledge base. */
export function mayRead(principal: Principal, knowledgeBase: string): boolean {
  const allowed = readableKnowledgeBases(principal);
  return allowed === null || allowed.some((name) => foldName(name) === foldName(knowledgeBase));
}
