import type { EngineContract, Person } from '@adiuva/contracts/rpc';
import { AppError, type Client } from '@adiuva/wire';
import type { CommandContext } from '../commandContext.ts';
import { oneLine } from '../output.ts';
import { table } from '../table.ts';

export async function listPeople(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('people.list', {}, { signal: context.signal });
  context.result(output, () =>
    output.people.length === 0
      ? ['Nobody is known yet. Name a speaker: adiuva recordings name DOCUMENT SPEAKER NAME']
      : table(['RECORDINGS', 'VOICE', 'NAME'], output.people.map(row)),
  );
}

export async function showPerson(context: CommandContext, target: string): Promise<void> {
  const { engine, id } = await find(context, target);
  const person = await engine.call('people.show', { id }, { signal: context.signal });
  context.result(person, () => [
    [person.name, ...person.aliases].map(oneLine).join(', '),
    `Speaks in ${person.speaksIn.length}:`,
    ...person.speaksIn.map(({ title }) => `  ${oneLine(title)}`),
    `Named in ${person.namedIn.length}:`,
    ...person.namedIn.map(({ path }) => `  ${oneLine(path)}`),
  ]);
}

export async function renamePerson(
  context: CommandContext,
  [target = '', name = '']: readonly string[],
): Promise<void> {
  const { engine, id } = await find(context, target);
  const person = await engine.call('people.rename', { id, name }, { signal: context.signal });
  context.result(person, () => [`Renamed to ${oneLine(person.name)} in ${count(person.recordings)}.`]);
}

export async function mergePeople(
  context: CommandContext,
  [from = '', into = '']: readonly string[],
): Promise<void> {
  const { engine, id } = await find(context, from);
  const other = await find(context, into);
  const person = await engine.call('people.merge', { from: id, into: other.id }, { signal: context.signal });
  context.result(person, () => [`One person now: ${oneLine(person.name)}, in ${count(person.recordings)}.`]);
}

export async function removePerson(
  context: CommandContext,
  target: string,
  { forgetName }: { forgetName?: boolean },
): Promise<void> {
  const { engine, id } = await find(context, target);
  const output = await engine.call(
    'people.remove',
    { id, ...(forgetName && { forgetName }) },
    { signal: context.signal },
  );
  context.result(output, () => [output.removed ? 'Forgotten.' : 'There is no such person.']);
}

export async function forgetVoices(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('people.forgetVoices', {}, { signal: context.signal });
  context.result(output, () => [
    `Deleted for good: ${output.voices} ${output.voices === 1 ? 'voice' : 'voices'}.`,
  ]);
}

/** @throws AppError `not_found`, `invalid_input` where two have the name */
async function find(
  context: CommandContext,
  target: string,
): Promise<{ engine: Client<EngineContract>; id: string }> {
  const engine = await context.engine();
  const { people } = await engine.call('people.list', {}, { signal: context.signal });
  const isMeant = ({ id, name, aliases }: Person) =>
    id === target || [name, ...aliases].some((each) => each.toLowerCase() === target.toLowerCase());
  const [found, second] = people.filter(isMeant);
  if (!found) throw new AppError('not_found', `Nobody is known as ${oneLine(target)}.`);
  if (second)
    throw new AppError('invalid_input', `Several are known as ${oneLine(target)}; say which by id.`);
  return { engine, id: found.id };
}

function row({ name, recordings, voiceSeconds }: Person): string[] {
  return [String(recordings), voiceSeconds > 0 ? `${Math.round(voiceSeconds)} s` : '', oneLine(name)];
}

function count(recordings: number): string {
  return `${recordings} ${recordings === 1 ? 'recording' : 'recordings'}`;
}
