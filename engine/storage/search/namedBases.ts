import { foldName } from '#base';

/** `d.kb_id` is one of those whose names are bound, as `foldedNames` gives them. */
export const inKnowledgeBases = `d.kb_id IN (SELECT id FROM knowledge_bases
  WHERE folded IN (SELECT value FROM json_each(?)) AND removed_at IS NULL)`;

export function foldedNames(knowledgeBases: readonly string[]): string {
  return JSON.stringify(knowledgeBases.map(foldName));
}
