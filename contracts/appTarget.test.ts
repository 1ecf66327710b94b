import { expect, it } from 'vitest';
import { type AppTarget, appLink, readAppLink } from './appTarget.ts';

it('says and reads every place', () => {
  const targets: AppTarget[] = [
    { view: 'chat' },
    { view: 'chat', conversationId: 'c-1' },
    { view: 'library' },
    { view: 'document', documentId: 'd_1' },
    {
      view: 'document',
      documentId: 'd1',
      locator: {
        kind: 'page',
        part: 3,
        start: 10,
        end: 20,
        page: 4,
        boxes: [{ x: 0.1, y: 0.2, width: 0.5, height: 0.1 }],
        within: [{ kind: 'archive', name: 'a b/ü&?#%.zip' }],
      },
    },
    { view: 'activity' },
    { view: 'models' },
    { view: 'settings' },
  ];
  for (const target of targets) expect(readAppLink(appLink(target))).toEqual(target);
});

it('reads nothing else', () => {
  const links = [
    'https://document/d1',
    'adiuva:document/d1',
    'adiuva://document/',
    'adiuva://document/../../etc/passwd',
    'adiuva://document/d1/more',
    'adiuva://document/d1?at=%7B',
    'adiuva://document/d1?at=%7B%22kind%22%3A%22page%22%7D',
    `adiuva://document/${'x'.repeat(200)}`,
    `adiuva://document/d1?at=${'x'.repeat(9000)}`,
    'adiuva://user:password@document/d1',
    'adiuva://document:80/d1',
    'adiuva://document/d1#javascript:alert(1)',
    'adiuva://settings/reset',
    'adiuva://quit',
    'adiuva://',
    '',
    '--inspect',
  ];
  for (const link of links) expect(readAppLink(link), link).toBeNull();
});
