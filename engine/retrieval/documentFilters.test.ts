import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DocumentCursor, type DocumentOrder, type StorageReader, tagName } from '#storage';
import { openTestLibrary, type TestLibrary } from './testing/testLibrary.ts';

type ListDocuments = Parameters<StorageReader['listDocuments']>[0];

let library: TestLibrary;
const vector = Float32Array.from({ length: 64 }, (_, at) => (at === 0 ? 1 : 0));
const whole: ListDocuments = {
  ...{ knowledgeBases: null, filters: {}, sort: 'path', isDescending: false },
  ...{ after: null, offset: 0, limit: 100 },
};
const list = (change: Partial<ListDocuments>) =>
  library.storage.read.listDocuments({ ...whole, ...change }).map(({ path }) => path);

beforeAll(async () => {
  library = await openTestLibrary(64);
  const add = async (path: string, rest: Partial<Parameters<TestLibrary['add']>[0]> = {}) => {
    await library.add({ path, chunks: [{ text: path, vector }], ...rest });
    const { read } = library.storage;
    const kbId = read.findKnowledgeBase('default')?.id ?? 0;
    return read.readDocumentsByPath(kbId, [path]).get(path)?.rowId ?? 0;
  };
  await add('/b/zebra.txt', { size: 5, mtimeMs: 10, metadata: { title: '' } });
  await add('C:\\papers\\Mango.txt', { size: 5, mtimeMs: 20, metadata: { title: '' } });
  const report = await add('/a/1.pdf', {
    mediaType: 'application/pdf',
    size: 9,
    mtimeMs: 10,
    metadata: {
      title: 'apple report',
      author: 'Zoë Łukasz',
      createdAt: 500,
      properties: { Camera: 'Nikon D5' },
    },
  });
  await add('/a/mail.eml', {
    mediaType: 'message/rfc822',
    size: 1,
    mtimeMs: 30,
    metadata: { title: 'Hello', properties: { from: 'ann@example.org', to: 'bob@example.org' } },
    member: { within: [{ kind: 'attachment', name: 'q3.pdf' }], mediaType: 'application/pdf' },
  });
  await library.storage.write.addTags({
    documents: [report],
    tags: [tagName('Work'), tagName('Q3')],
    knowledgeBases: null,
  });
});
afterAll(() => library.close());

test.each<[DocumentOrder, string[]]>([
  ['name', ['/a/1.pdf', '/a/mail.eml', 'C:\\papers\\Mango.txt', '/b/zebra.txt']],
  ['date', ['/b/zebra.txt', '/a/1.pdf', 'C:\\papers\\Mango.txt', '/a/mail.eml']],
  ['size', ['/a/mail.eml', '/b/zebra.txt', 'C:\\papers\\Mango.txt', '/a/1.pdf']],
  ['type', ['/a/1.pdf', '/a/mail.eml', '/b/zebra.txt', 'C:\\papers\\Mango.txt']],
])('sorts by %s, and pages by keyset give the same either way round', (sort, expected) => {
  expect(list({ sort })).toEqual(expected);
  for (const isDescending of [false, true]) {
    const paged: string[] = [];
    let after: DocumentCursor | null = null;
    for (;;) {
      const page = library.storage.read.listDocuments({ ...whole, sort, isDescending, after, limit: 1 });
      const [document] = page;
      if (!document) break;
      paged.push(document.path);
      after = document.cursor;
    }
    expect(paged).toEqual(isDescending ? [...expected].reverse() : expected);
  }
});

test.each<[string, ListDocuments['filters'], string[]]>([
  ['the type of a document or of a file inside it', { type: 'pdf' }, ['/a/1.pdf', '/a/mail.eml']],
  ['all of its tags', { tags: ['WORK', 'q3'] }, ['/a/1.pdf']],
  [
    'a part of what it says of itself, in any case and without accents',
    { metadata: { AUTHOR: 'zoe luk' } },
    ['/a/1.pdf'],
  ],
  ['several of those', { metadata: { from: 'ann@', to: 'bob@' } }, ['/a/mail.eml']],
  ['several of which one fails', { metadata: { from: 'ann@', to: 'ann@' } }, []],
  ['when it was written', { createdSince: 500, createdUntil: 501 }, ['/a/1.pdf']],
  ['folder', { path: '/a/' }, ['/a/1.pdf', '/a/mail.eml']],
])('filters by %s', (_, filters, paths) => {
  expect(list({ filters })).toEqual(paths);
  expect(library.storage.read.countDocuments({ ...whole, filters })).toBe(paths.length);
});
