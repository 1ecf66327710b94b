import { expect, it } from 'vitest';
import { summaryAsText } from './summaryAsText.ts';

it('writes sections, lines, owners, dates and the second that a line rests on', () => {
  const evidence = [{ segmentId: 'a', startMs: 65_000, endMs: 70_000 }];
  const text = summaryAsText(
    {
      documentId: 'd',
      templateId: 't',
      templateName: 'Meeting',
      model: 'm',
      createdAt: 0,
      isStale: false,
      sections: [
        { title: 'Decisions', lines: [{ text: 'We ship.', evidence, isSupported: true }] },
        {
          title: 'Follow-ups',
          lines: [{ text: 'Write it down', evidence: [], isSupported: false, owner: 'Anna', due: 'Friday' }],
        },
      ],
    },
    (ms) => `${ms / 1000} s`,
  );
  expect(text).toBe(
    '# Meeting\n\n## Decisions\n\n- We ship. (65 s)\n\n## Follow-ups\n\n- Write it down (Anna, Friday)\n',
  );
});
