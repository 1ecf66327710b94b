import type { Command } from 'commander';
import { type Add, only } from './shared.ts';

export function addPeopleCommands(add: Add, parent: Command): void {
  const persons = () => import('../commands/people.ts');
  add('list', 'list the people', async (context) => (await persons()).listPeople(context), {
    parent,
    isDefault: true,
  });
  add(
    'show <person>',
    'where somebody speaks and is named, by id or name',
    async (context, args) => (await persons()).showPerson(context, only(args)),
    { parent },
  );
  add(
    'rename <person> <name>',
    'in every transcript',
    async (context, args) => (await persons()).renamePerson(context, args),
    { parent },
  );
  add(
    'merge <from> <into>',
    'two entries that are one person',
    async (context, args) => (await persons()).mergePeople(context, args),
    { parent },
  );
  add<{ forgetName?: boolean }>(
    'remove <person>',
    'forget a person and the voice',
    async (context, args, options) => (await persons()).removePerson(context, only(args), options),
    { parent },
  ).option('--forget-name', 'take the name out of transcripts too');
  add(
    'forget-voices',
    'delete every voice that is kept, for good',
    async (context) => (await persons()).forgetVoices(context),
    { parent },
  );
}
