import type { SummaryTemplate } from '@adiuva/contracts/rpc';

/** What comes with the product. Saving one under its id puts the saved one in its place; removing that brings it back. */
export const builtInTemplates: readonly SummaryTemplate[] = [
  {
    id: 'meeting',
    name: 'Meeting',
    isBuiltIn: true,
    sections: [
      {
        title: 'Summary',
        kind: 'text',
        instruction: 'What the conversation was about and what came of it, in three to seven points.',
      },
      {
        title: 'Decisions',
        kind: 'decisions',
        instruction: 'What was decided or agreed. Leave out what was only proposed.',
      },
      {
        title: 'Follow-ups',
        kind: 'followUps',
        instruction: 'What somebody is to do after the conversation, each with who does it and by when.',
      },
    ],
  },
  {
    id: 'interview',
    name: 'Interview',
    isBuiltIn: true,
    sections: [
      {
        title: 'Who was asked about what',
        kind: 'text',
        instruction: 'The people, their roles and the subject, in one to three points.',
      },
      {
        title: 'Answers',
        kind: 'text',
        instruction: 'Each question of weight with its answer, in the order in which they were asked.',
      },
      { title: 'Open questions', kind: 'text', instruction: 'What was asked and not answered.' },
    ],
  },
  {
    id: 'lecture',
    name: 'Lecture',
    isBuiltIn: true,
    sections: [
      { title: 'Main points', kind: 'text', instruction: 'What is taught, in the order of the lecture.' },
      {
        title: 'Terms',
        kind: 'text',
        instruction: 'Each term that is explained, with its explanation in one sentence.',
      },
      { title: 'Work to do', kind: 'followUps', instruction: 'Reading, exercises and dates that are given.' },
    ],
  },
];
