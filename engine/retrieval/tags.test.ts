import { afterAll, beforeAll, expect, test } from 'vitest';
import { tagName } from '#storage';
import { openTestLibrary, type TestLibrary } from './testing/testLibrary.ts';

let library: TestLibrary;
const vector = Float32Array.from({ length: 64 }, (_, at) => (at === 0 ? 1 : 0));

beforeAll(async () => {
  library = await openTestLibrary(64);
});
afterAll(() => library.close());

async function add(path: string, kb = 'default'): Promise<number> {
  await library.add({ kb, path, chunks: [{ text: `${path} in ${kb}`, vector }] });
  const { read } = library.storage;
  return read.readDocumentsByPath(read.findKnowledgeBase(kb)?.id ?? 0, [path]).get(path)?.rowId ?? 0;
}
const all = { knowledgeBases: null };
const only = (...names: string[]) => ({ knowledgeBases: names });
const tag = (documents: number[], name: string, grants: { knowledgeBases: string[] | null } = all) =>
  library.storage.write.addTags({ documents, tags: [tagName(name)], ...grants });

test('a tag is one whatever its case, Unicode form or width, and reads as it was first written', () => {
  const same = (...names: string[]) => new Set(names.map((name) => tagName(name).folded)).size;
  expect(same('Straße', 'STRASSE', 'strasse')).toBe(1);
  expect(same('Café', 'cafe\u0301', 'CAFÉ', 'Ｃａｆé')).toBe(1);
  expect(same('ΟΔΟΣ', 'οδος')).toBe(1);
  expect(same('Café', 'Cafe')).toBe(2);
  expect(tagName('  To \n do\u202e\u0000 ').name).toBe('To do');
  expect(tagName('👩‍💻 work').name).toBe('👩‍💻 work');
  for (const bad of ['', ' ', '\u200d\u2060', '\ud800', 'x'.repeat(101)]) {
    if (bad === '\ud800') expect(tagName(bad).name).toBe('\ufffd');
    else
      expect(() => tagName(bad), JSON.stringify(bad)).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
  }
});

test('tags stay when a document is read again, fails or is moved; they go with the document', async () => {
  const { storage } = library;
  const id = await add('/kept.txt');
  expect(await tag([id], 'Tax 2025')).toEqual({ changed: 1 });
  expect(await tag([id], 'TAX 2025')).toEqual({ changed: 0 });
  expect(await add('/kept.txt')).toBe(id);
  expect(storage.read.readTagsOf([id])).toEqual(new Map([[id, ['Tax 2025']]]));
  expect(storage.read.listTags(all)).toEqual([{ name: 'Tax 2025', documents: 1 }]);
  await library.remove('default', '/kept.txt');
  expect(storage.read.listTags(all)).toEqual([]);
});

test('a caller meets no tag, and no spelling, of documents it may not read', async () => {
  const { storage } = library;
  const hidden = await add('/hidden.txt', 'secret');
  const open = await add('/open.txt', 'open');
  await tag([hidden], 'LayOffs');
  await tag([hidden], 'Plan');
  const guest = only('OPEN');
  expect(storage.read.listTags(guest)).toEqual([]);
  expect(storage.read.hasTag({ folded: 'layoffs', ...guest })).toBe(false);
  await tag([open], 'layoffs', guest);
  expect(storage.read.readTagsOf([open]).get(open)).toEqual(['layoffs']);
  expect(await storage.write.renameTag({ from: tagName('plan'), to: tagName('x'), ...guest })).toEqual({
    documents: 0,
  });
  expect(await storage.write.renameTag({ from: tagName('LAYOFFS'), to: tagName('Plan'), ...guest })).toEqual({
    documents: 1,
  });
  expect(storage.read.readTagsOf([hidden, open])).toEqual(
    new Map([
      [hidden, ['LayOffs', 'Plan']],
      [open, ['Plan']],
    ]),
  );
  // For who sees both, it is one tag.
  expect(storage.read.listTags(all)).toContainEqual({ name: 'Plan', documents: 2 });
});

test('renaming joins two tags, and changes a spelling', async () => {
  const { storage } = library;
  const [both, one] = [await add('/both.txt'), await add('/one.txt')];
  await tag([both, one], 'invoice');
  await tag([both], 'bill');
  await storage.write.renameTag({ from: tagName('invoice'), to: tagName('Bill'), ...all });
  expect(storage.read.readTagsOf([both, one])).toEqual(
    new Map([
      [both, ['Bill']],
      [one, ['Bill']],
    ]),
  );
  await storage.write.renameTag({ from: tagName('bill'), to: tagName('BILL'), ...all });
  expect(storage.read.readTagsOf([one]).get(one)).toEqual(['BILL']);
  expect(
    await storage.write.removeTags({ documents: [both, one, 987_654], tags: [tagName('bilL')] }),
  ).toEqual({
    changed: 2,
  });
});

test('a document that takes the place of another takes its tags over', async () => {
  const { storage } = library;
  const [old, fresh] = [await add('/place.txt'), await add('/place.txt.new')];
  await tag([old], 'Keep');
  await tag([fresh], 'Draft');
  const kbId = storage.read.findKnowledgeBase('default')?.id ?? 0;
  const { id } = storage.read.readDocumentsByPath(kbId, ['/place.txt.new']).get('/place.txt.new') ?? {
    id: '',
  };
  await storage.write.moveDocuments({
    moves: [{ id, fromPath: '/place.txt.new', path: '/place.txt', stamp: null }],
  });
  expect(storage.read.readTagsOf([old, fresh])).toEqual(new Map([[fresh, ['Draft', 'Keep']]]));
});
