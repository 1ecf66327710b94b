import { summaryTemplateSchema } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { draftOf, emptySection, moved } from './templateDraft.ts';

const template = {
  id: 'meeting',
  name: 'Meeting',
  sections: [{ title: 'Decisions', instruction: 'What was decided.', kind: 'decisions' as const }],
  isBuiltIn: true,
};

it('copies one that comes with the app under another id, and keeps the id of the person’s own', () => {
  const copy = draftOf(template, true);
  expect(copy.id).not.toBe(template.id);
  expect(copy.isBuiltIn).toBe(false);
  expect(summaryTemplateSchema.parse(copy).sections).toEqual(template.sections);
  expect(draftOf({ ...template, isBuiltIn: false }, false).id).toBe('meeting');
});

it('begins with one empty section, which is not yet a template', () => {
  const draft = draftOf(null, true);
  expect(draft.sections).toHaveLength(1);
  expect(summaryTemplateSchema.safeParse(draft).success).toBe(false);
  expect(emptySection().key).not.toBe(emptySection().key);
});

it('moves a section, and no further than the ends', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});
