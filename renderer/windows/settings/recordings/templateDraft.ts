import type { SummaryTemplate } from '@adiuva/contracts/rpc';

export type DraftSection = SummaryTemplate['sections'][number] & {
  /** Stays with it while it is moved and written in. */
  key: string;
};

export type TemplateDraft = Omit<SummaryTemplate, 'sections'> & { sections: readonly DraftSection[] };

export function emptySection(): DraftSection {
  return { key: crypto.randomUUID(), title: '', instruction: '', kind: 'text' };
}

/** What is to be changed: a template of the person's own, or a new one that may begin as a copy. */
export function draftOf(template: SummaryTemplate | null, isNew: boolean): TemplateDraft {
  const sections = template?.sections.map((section) => ({ ...section, key: crypto.randomUUID() }));
  return {
    id: isNew || !template ? crypto.randomUUID() : template.id,
    name: template?.name ?? '',
    sections: sections ?? [emptySection()],
    isBuiltIn: false,
  };
}

/** One place up or down; at the ends it stays. */
export function moved<Item>(items: readonly Item[], from: number, by: 1 | -1): Item[] {
  const to = from + by;
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  next.splice(to, 0, item);
  return next;
}
